import { hash } from 'node:crypto';
import { parsePhone } from '../kernel/phone.js';
import { cleanLine, normalizePersonName, parseMonth } from '../kernel/text.js';
import type { CreateInquiryDto } from './inquiries.dto.js';
import { INQUIRY_LIMITS, normalizeEmail, parseBudget, parseDays, parseHeadcount } from './inquiry-rules.js';
import type { TrainingFormat } from './inquiry.js';

/** A valid request in the form in which it is stored. Free text is exactly as it was typed. */
export interface InquiryDraft {
  organization: string;
  contactName: string;
  phone: string;
  position: string | null;
  email: string | null;
  courseSlug: string | null;
  topic: string | null;
  audience: string | null;
  headcount: number | null;
  days: number | null;
  preferredMonth: string | null;
  format: TrainingFormat | null;
  lodging: boolean | null;
  budgetPerPersonDay: number | null;
  message: string | null;
  newsId: number | null;
  landingUrl: string | null;
  referrer: string | null;
  utmSource: string | null;
  utmMedium: string | null;
  utmCampaign: string | null;
  noticeVersion: string;
}

/**
 * Normalises a request that has passed its rules: codes lose their full-width digits and separators, names
 * their look-alike dots (民委发〔2016〕33号), free text nothing.
 */
export function toDraft(dto: CreateInquiryDto): InquiryDraft {
  const phone = parsePhone(dto.phone);
  if (phone.kind === 'problem') throw new Error('toDraft needs a request that passed its rules');
  const { source } = dto;
  return {
    organization: cleanLine(dto.organization),
    contactName: normalizePersonName(dto.contactName),
    phone: phone.canonical,
    position: lineOrNull(dto.position),
    email: orNull(dto.email && normalizeEmail(dto.email)),
    courseSlug: lineOrNull(dto.courseSlug),
    topic: lineOrNull(dto.topic),
    audience: orNull(dto.audience),
    headcount: numberOrNull(dto.headcount, parseHeadcount),
    days: numberOrNull(dto.days, parseDays),
    preferredMonth: dto.preferredMonth ? parseMonth(dto.preferredMonth) : null,
    format: dto.format || null,
    lodging: typeof dto.lodging === 'boolean' ? dto.lodging : null,
    budgetPerPersonDay: numberOrNull(dto.budgetPerPersonDay, parseBudget),
    message: orNull(dto.message),
    newsId: source?.newsId || null,
    landingUrl: cut(source?.landingUrl),
    referrer: cut(source?.referrer),
    utmSource: cut(source?.utmSource),
    utmMedium: cut(source?.utmMedium),
    utmCampaign: cut(source?.utmCampaign),
    noticeVersion: dto.consent.noticeVersion,
  };
}

/** SHA-256 of what was asked, in the fixed order of the fields: equal for a replay, different for another request. */
export function hashDraft(draft: InquiryDraft): Buffer {
  return hash('sha256', JSON.stringify(Object.values(draft)), 'buffer');
}

function orNull(text: string | undefined): string | null {
  return text === undefined || text === null || text === '' ? null : text;
}

function lineOrNull(text: string | undefined): string | null {
  return orNull(text && cleanLine(text));
}

function numberOrNull(value: number | string | undefined, parse: (text: string) => number | null) {
  return value === undefined || value === null || value === '' ? null : parse(String(value));
}

function cut(text: string | undefined): string | null {
  return orNull(text)?.slice(0, INQUIRY_LIMITS.provenance).toWellFormed() ?? null;
}
