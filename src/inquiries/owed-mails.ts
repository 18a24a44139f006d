import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { uuidv7 } from '../kernel/ids.js';
import type { OwedMail } from '../mail/outbox.js';
import { RateLimiter } from '../platform/http/rate-limiter.js';
import { CONFIG, LOGGER } from '../platform/tokens.js';
import { INQUIRY_MAIL } from './inquiry.js';

/** Which mails a request owes: always one to the centre, and a receipt to the visitor who left an address. */
@Injectable()
export class OwedMails {
  constructor(
    private readonly limits: RateLimiter,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async for(email: string | null): Promise<OwedMail[]> {
    const mails: OwedMail[] = [{ id: uuidv7(), kind: INQUIRY_MAIL.centre, recipient: this.config.mail.to }];
    if (email === null) return mails;
    if (await this.mayAcknowledge(email)) {
      mails.push({ id: uuidv7(), kind: INQUIRY_MAIL.acknowledgement, recipient: email });
    } else this.logger.warn('receipt by mail left out: too many today');
    return mails;
  }

  /** Counted under a hash: the counters hold no addresses. */
  private async mayAcknowledge(email: string): Promise<boolean> {
    const recipient = createHash('sha256').update(email.toLowerCase()).digest('base64url');
    return (
      (await this.limits.allows('recipient', recipient)) &&
      (await this.limits.allows('acknowledgements', 'all'))
    );
  }
}
