import type { InquiryEntity } from './inquiry.entity.js';
import type { InquiryChannel, InquiryStatus, TrainingFormat } from './inquiry.js';

/** A stored request as other features see it. Numbers are numbers, `phone` is canonical. */
export interface Inquiry {
  id: string;
  reference: string;
  status: InquiryStatus;
  channel: InquiryChannel;
  organization: string;
  contactName: string;
  phone: string;
  position: string | null;
  email: string | null;
  course: { slug: string; title: string } | null;
  topic: string | null;
  audience: string | null;
  headcount: number | null;
  days: number | null;
  preferredMonth: string | null;
  format: TrainingFormat | null;
  lodging: boolean | null;
  /** Yuan. */
  budgetPerPersonDay: number | null;
  message: string | null;
  sourceNews: { id: number; title: string | null } | null;
  landingUrl: string | null;
  referrer: string | null;
  utm: { source: string | null; medium: string | null; campaign: string | null };
  consent: { noticeVersion: string; at: Date };
  receivedAt: Date;
}

export function toInquiry(entity: InquiryEntity): Inquiry {
  return {
    id: entity.id,
    reference: entity.reference,
    status: entity.status,
    channel: entity.channel,
    organization: entity.organization,
    contactName: entity.contactName,
    phone: entity.phone,
    position: entity.position,
    email: entity.email,
    course:
      entity.courseSlug === null
        ? null
        : { slug: entity.courseSlug, title: entity.courseTitle ?? entity.courseSlug },
    topic: entity.topic,
    audience: entity.audience,
    headcount: entity.headcount,
    days: entity.days === null ? null : Number(entity.days),
    preferredMonth: entity.preferredMonth,
    format: entity.format,
    lodging: entity.lodging,
    budgetPerPersonDay: entity.budgetPerPersonDay === null ? null : Number(entity.budgetPerPersonDay),
    message: entity.message,
    sourceNews:
      entity.sourceNewsId === null ? null : { id: entity.sourceNewsId, title: entity.sourceNewsTitle },
    landingUrl: entity.landingUrl,
    referrer: entity.referrer,
    utm: { source: entity.utmSource, medium: entity.utmMedium, campaign: entity.utmCampaign },
    consent: { noticeVersion: entity.consentNoticeVersion, at: entity.consentedAt },
    receivedAt: entity.receivedAt,
  };
}

/** What the class is about, in one line: the course if one was chosen, else the visitor's own words. */
export function themeOf(inquiry: Pick<Inquiry, 'course' | 'topic'>): string {
  return inquiry.course?.title ?? inquiry.topic ?? '';
}
