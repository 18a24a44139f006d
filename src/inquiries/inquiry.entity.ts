import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { InquiryChannel, InquiryStatus, TrainingFormat } from './inquiry.js';

/** A request for a training class (培训需求), as its visitor sent it. */
@Entity('inquiry')
@Check(
  'inquiry_status_known',
  `"status" in ('new', 'contacted', 'planning', 'quoted', 'contracting', 'won', 'on_hold', 'lost', 'invalid', 'duplicate', 'quarantined')`,
)
@Check('inquiry_channel_known', `"channel" in ('web', 'api', 'phone', 'walk_in')`)
@Check('inquiry_course_or_topic', `"course_slug" is not null or "topic" is not null`)
@Index('inquiry_address_kept', ['receivedAt'], { where: '"client_address" is not null' })
export class InquiryEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'inquiry_pkey' })
  id!: string;

  @Column('text')
  @Index('inquiry_reference_key', { unique: true })
  reference!: string;

  @Column('text', { name: 'idempotency_key', nullable: true })
  @Index('inquiry_idempotency_key', { unique: true, where: '"idempotency_key" is not null' })
  idempotencyKey!: string | null;

  /** SHA-256 of the request as sent, to tell a replay from another request under the same key. */
  @Column('bytea', { name: 'body_hash' })
  bodyHash!: Buffer;

  @Column('text', { default: 'new' })
  status!: InquiryStatus;

  @Column('text')
  channel!: InquiryChannel;

  @Column('text')
  organization!: string;

  @Column('text', { name: 'contact_name' })
  contactName!: string;

  /** Canonical, as kernel/phone.ts writes it. */
  @Column('text')
  phone!: string;

  @Column('text', { nullable: true })
  position!: string | null;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { name: 'course_slug', nullable: true })
  courseSlug!: string | null;

  @Column('text', { name: 'course_title', nullable: true })
  courseTitle!: string | null;

  @Column('text', { nullable: true })
  topic!: string | null;

  @Column('text', { nullable: true })
  audience!: string | null;

  @Column('int', { nullable: true })
  headcount!: number | null;

  @Column('numeric', { precision: 4, scale: 1, nullable: true })
  days!: string | null;

  /** Month such as 2027-03. */
  @Column('text', { name: 'preferred_month', nullable: true })
  preferredMonth!: string | null;

  @Column('text', { nullable: true })
  format!: TrainingFormat | null;

  @Column('boolean', { nullable: true })
  lodging!: boolean | null;

  /** Yuan per person and day. */
  @Column('numeric', { name: 'budget_per_person_day', precision: 8, scale: 2, nullable: true })
  budgetPerPersonDay!: string | null;

  /** Free text, byte for byte as typed. */
  @Column('text', { nullable: true })
  message!: string | null;

  @Column('int', { name: 'source_news_id', nullable: true })
  sourceNewsId!: number | null;

  /** The title when the request was sent: articles change and move. */
  @Column('text', { name: 'source_news_title', nullable: true })
  sourceNewsTitle!: string | null;

  @Column('text', { name: 'landing_url', nullable: true })
  landingUrl!: string | null;

  @Column('text', { nullable: true })
  referrer!: string | null;

  @Column('text', { name: 'utm_source', nullable: true })
  utmSource!: string | null;

  @Column('text', { name: 'utm_medium', nullable: true })
  utmMedium!: string | null;

  @Column('text', { name: 'utm_campaign', nullable: true })
  utmCampaign!: string | null;

  @Column('text', { name: 'consent_notice_version' })
  consentNoticeVersion!: string;

  @Column('timestamptz', { name: 'consented_at', default: () => 'now()' })
  consentedAt!: Date;

  /** Kept for a week against abuse, then forgotten (PIPL art. 19: the shortest time needed). */
  @Column('inet', { name: 'client_address', nullable: true })
  clientAddress!: string | null;

  @Column('timestamptz', { name: 'received_at', default: () => 'now()' })
  receivedAt!: Date;
}
