import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { outboxInsert, outboxParameters, type OwedMail } from '../mail/outbox.js';
import { hotQuery } from '../platform/database/hot-sql.js';
import { InquiryEntity } from './inquiry.entity.js';
import type { InquiryDraft } from './inquiry-draft.js';
import type { InquiryChannel } from './inquiry.js';

/** Everything a new row holds beyond what the visitor asked. */
export interface NewInquiry {
  id: string;
  reference: string;
  idempotencyKey: string | null;
  bodyHash: Buffer;
  channel: InquiryChannel;
  courseTitle: string | null;
  newsTitle: string | null;
  clientAddress: string | null;
  draft: InquiryDraft;
}

export type AppendResult =
  | { kind: 'stored'; reference: string; receivedAt: Date }
  /** The key is taken: by this or another request, see {@link InquiriesRepository.findByKey}. */
  | { kind: 'key_taken' }
  /** Another transaction holds the key right now. */
  | { kind: 'in_flight' }
  | { kind: 'reference_taken' };

const COLUMNS = [
  'id', 'reference', 'idempotency_key', 'body_hash', 'channel', 'organization', 'contact_name', 'phone',
  'position', 'email', 'course_slug', 'course_title', 'topic', 'audience', 'headcount', 'days',
  'preferred_month', 'format', 'lodging', 'budget_per_person_day', 'message', 'source_news_id',
  'source_news_title', 'landing_url', 'referrer', 'utm_source', 'utm_medium', 'utm_campaign',
  'consent_notice_version', 'client_address',
]; // prettier-ignore

/**
 * One statement, so one round trip and one commit: the request and the mail owed for it are stored together or
 * not at all. The advisory lock, free again at the end of the statement, tells a request with the same key that
 * is still being committed from one that is.
 */
const APPEND = `
  with l as (select $3::text is null or pg_try_advisory_xact_lock(hashtextextended($3, 0)) as ok),
  i as (
    insert into inquiry (${COLUMNS.join(', ')})
    select ${COLUMNS.map((_, index) => `$${index + 1}`).join(', ')} from l where l.ok
    on conflict (idempotency_key) where idempotency_key is not null do nothing
    returning id, reference, received_at
  ),
  m as (${outboxInsert('i', COLUMNS.length + 1)})
  select l.ok, i.reference, i.received_at from l left join i on true`;

@Injectable()
export class InquiriesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Stores a request and the mail owed for it in one commit. */
  async append(inquiry: NewInquiry, mails: OwedMail[]): Promise<AppendResult> {
    const { draft } = inquiry;
    try {
      const rows = await hotQuery<{ ok: boolean; reference: string | null; received_at: Date | null }>(
        this.dataSource,
        'inquiry_append',
        APPEND,
        [
          inquiry.id, inquiry.reference, inquiry.idempotencyKey, inquiry.bodyHash, inquiry.channel,
          draft.organization, draft.contactName, draft.phone, draft.position, draft.email, draft.courseSlug,
          inquiry.courseTitle, draft.topic, draft.audience, draft.headcount, draft.days, draft.preferredMonth,
          draft.format, draft.lodging, draft.budgetPerPersonDay, draft.message, draft.newsId, inquiry.newsTitle,
          draft.landingUrl, draft.referrer, draft.utmSource, draft.utmMedium, draft.utmCampaign,
          draft.noticeVersion, inquiry.clientAddress,
          ...outboxParameters(mails),
        ], // prettier-ignore
      );
      const [row] = rows;
      if (row?.ok !== true) return { kind: 'in_flight' };
      if (row.reference === null || row.received_at === null) return { kind: 'key_taken' };
      return { kind: 'stored', reference: row.reference, receivedAt: row.received_at };
    } catch (error) {
      if (violates(error, 'inquiry_reference_key')) return { kind: 'reference_taken' };
      throw error;
    }
  }

  /** What is stored under an idempotency key. */
  async findByKey(key: string): Promise<{ reference: string; receivedAt: Date; bodyHash: Buffer } | null> {
    return this.dataSource.getRepository(InquiryEntity).findOne({
      where: { idempotencyKey: key },
      select: { id: true, reference: true, receivedAt: true, bodyHash: true },
    });
  }

  findByReference(reference: string): Promise<InquiryEntity | null> {
    return this.dataSource.getRepository(InquiryEntity).findOneBy({ reference });
  }

  findById(id: string): Promise<InquiryEntity | null> {
    return this.dataSource.getRepository(InquiryEntity).findOneBy({ id });
  }

  /** Forgets the client addresses of requests older than `days`. @returns how many */
  async forgetAddresses(days: number): Promise<number> {
    const [, count] = (await this.dataSource.query(
      `update inquiry set client_address = null
        where client_address is not null and received_at < now() - make_interval(days => $1)`,
      [days],
    )) as [unknown, number];
    return count;
  }
}

function violates(error: unknown, constraint: string): boolean {
  const { code, constraint: name } = error as { code?: string; constraint?: string };
  return code === '23505' && name === constraint;
}
