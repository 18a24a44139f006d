import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { CoursesService } from '../courses/courses.service.js';
import type { Clock } from '../kernel/clock.js';
import { InvalidFields } from '../kernel/errors.js';
import { uuidv7 } from '../kernel/ids.js';
import { parsePhone } from '../kernel/phone.js';
import { newReference, parseReference } from '../kernel/reference.js';
import { toHalfWidth } from '../kernel/text.js';
import { DeliveryBell } from '../mail/delivery-bell.js';
import { NewsService } from '../news/news.service.js';
import { RateLimiter } from '../platform/http/rate-limiter.js';
import { CLOCK, LOGGER } from '../platform/tokens.js';
import type { CreateInquiryDto } from './inquiries.dto.js';
import { IdempotencyMismatch, InquiryNotFound, SubmissionInFlight } from './inquiries.errors.js';
import { InquiriesRepository } from './inquiries.repository.js';
import { hashDraft, toDraft } from './inquiry-draft.js';
import { toInquiry, type Inquiry } from './inquiry-view.js';
import type { InquiryChannel } from './inquiry.js';
import { OwedMails } from './owed-mails.js';
import { progressOf, type Progress } from './progress.js';

/** How a request reached us, beside what it asks. */
export interface Arrival {
  channel: InquiryChannel;
  idempotencyKey: string | null;
  clientAddress: string | null;
}

export interface Receipt {
  reference: string;
  receivedAt: Date;
}

const REFERENCE_TRIES = 8;

@Injectable()
export class InquiriesService {
  constructor(
    private readonly repository: InquiriesRepository,
    private readonly courses: CoursesService,
    private readonly news: NewsService,
    private readonly bell: DeliveryBell,
    private readonly owed: OwedMails,
    private readonly limits: RateLimiter,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Stores a valid request together with the mail owed for it. When this returns, both are committed and
   * flushed to disk. A replay under the same key answers with the first receipt.
   *
   * @throws InvalidFields when the course does not exist
   * @throws IdempotencyMismatch, SubmissionInFlight about the key
   */
  async submit(dto: CreateInquiryDto, arrival: Arrival): Promise<Receipt> {
    const draft = toDraft(dto);
    const [courseTitle, newsTitle] = await Promise.all([
      draft.courseSlug === null ? null : this.courses.titleForRequest(draft.courseSlug),
      draft.newsId === null ? null : this.news.titleForRequest(draft.newsId),
    ]);
    if (draft.courseSlug !== null && courseTitle === null) {
      throw new InvalidFields([
        { field: 'courseSlug', message: '没有这门课程，请重新选择意向课程，或改填培训主题' },
      ]);
    }
    const bodyHash = hashDraft(draft);
    const mails = await this.owed.for(draft.email);
    for (let attempt = 0; attempt < REFERENCE_TRIES; attempt += 1) {
      const reference = newReference(this.clock.now());
      const row = { id: uuidv7(), reference, bodyHash, courseTitle, newsTitle, draft, ...arrival };
      const result = await this.repository.append(row, mails);
      if (result.kind === 'stored') {
        this.bell.ring();
        this.logger.info({ reference, channel: arrival.channel, mails: mails.length }, 'inquiry stored');
        return { reference: result.reference, receivedAt: result.receivedAt };
      }
      if (result.kind === 'in_flight') throw new SubmissionInFlight();
      if (result.kind === 'key_taken') return this.replay(arrival.idempotencyKey ?? '', bodyHash);
      // Somebody drew the same reference this year: draw again.
    }
    throw new Error('no free reference number found');
  }

  /**
   * What a visitor may learn with a reference and the last four digits of the phone given.
   *
   * Failures are counted for each reference, existing or not, so that many clients together guess no better than one.
   *
   * @throws InquiryNotFound the same for a wrong reference and for wrong digits
   * @throws RateLimited after ten failures in a day
   */
  async lookup(referenceText: string, lastFourText: string): Promise<Progress> {
    const reference = parseReference(referenceText);
    if (reference === null) throw new InquiryNotFound();
    await this.limits.spend('reference', reference);
    const inquiry = await this.repository.findByReference(reference);
    const phone = inquiry === null ? null : parsePhone(inquiry.phone);
    const matches = phone?.kind === 'phone' && phone.lastFour === toHalfWidth(lastFourText).trim();
    if (inquiry === null || !matches) throw new InquiryNotFound();
    await this.limits.refund('reference', reference);
    return progressOf(inquiry);
  }

  /** The bare receipt behind a reference: that it exists and since when. Null when it does not. */
  async receipt(referenceText: string): Promise<Receipt | null> {
    const reference = parseReference(referenceText);
    const inquiry = reference === null ? null : await this.repository.findByReference(reference);
    return inquiry && { reference: inquiry.reference, receivedAt: inquiry.receivedAt };
  }

  /** The whole request, for staff and for the mails; null when it was deleted. */
  async byId(id: string): Promise<Inquiry | null> {
    const entity = await this.repository.findById(id);
    return entity && toInquiry(entity);
  }

  /** Forgets client addresses after the time that fighting abuse needs. @returns how many */
  forgetAddresses(): Promise<number> {
    return this.repository.forgetAddresses(7);
  }

  private async replay(key: string, bodyHash: Buffer): Promise<Receipt> {
    const stored = await this.repository.findByKey(key);
    // Gone between two statements: only a deletion can do that, and the sender may simply try again.
    if (stored === null) throw new SubmissionInFlight();
    if (!stored.bodyHash.equals(bodyHash)) throw new IdempotencyMismatch();
    return { reference: stored.reference, receivedAt: stored.receivedAt };
  }
}
