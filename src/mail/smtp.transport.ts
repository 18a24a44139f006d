import { setTimeout as sleep } from 'node:timers/promises';
import type { SmtpSettings } from '../config/smtp-url.js';
import type { SendFailure } from './reply-class.js';
import { type SmtpLimits, WarmConnection } from './smtp.connection.js';
import type { MailTransport, OutgoingMail } from './transport.js';

const LIMITS: SmtpLimits = {
  connectMs: 15_000,
  socketMs: 30_000,
  idleMs: 20_000,
  maxMessages: 50,
};

/**
 * One connection to the SMTP server, logged in once and kept while warm.
 *
 * Built on nodemailer's SMTPConnection and not on its pool: the pool queues and requeues by itself, so a message could
 * go out after we had given it up, and it opens up to five connections where QQ wants one. TLS is always verified and
 * never optional: `requireTLS` sends STARTTLS even when a meddler hid the offer, and fails rather than go on in the clear.
 */
export class SmtpTransport implements MailTransport {
  readonly #limits: SmtpLimits;
  #warm: WarmConnection | null = null;
  #idle: NodeJS.Timeout | null = null;

  constructor(
    private readonly smtp: SmtpSettings,
    private readonly options: { ca?: string; limits?: Partial<SmtpLimits> } = {},
  ) {
    this.#limits = { ...LIMITS, ...options.limits };
  }

  async open(): Promise<void> {}

  async deliver(mail: OutgoingMail, deadlineMs: number): Promise<{ reply: string }> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    const started = performance.now();
    try {
      const connection = await this.#ready(deadlineMs);
      const left = deadlineMs - (performance.now() - started);
      const reply = await connection.send(mail, left);
      if (connection.sent >= this.#limits.maxMessages) this.#retire();
      return { reply };
    } catch (error) {
      // A refused recipient leaves the session usable. After anything else only a new one is certain.
      if ((error as SendFailure).command !== 'RCPT TO') this.#discard();
      throw error;
    } finally {
      this.#idle = setTimeout(() => this.#retire(), this.#limits.idleMs);
      this.#idle.unref();
    }
  }

  async close(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    const warm = this.#warm;
    this.#warm = null;
    if (warm === null || !warm.usable) return;
    warm.quit();
    await Promise.race([warm.ended, sleep(1_000)]); // QUIT is a courtesy, not worth waiting for
    warm.destroy();
  }

  /** The warm connection if it still answers, else a new one. */
  async #ready(deadlineMs: number): Promise<WarmConnection> {
    const started = performance.now();
    if (this.#warm !== null) {
      // Servers drop idle clients without a word. Asking first keeps that from looking like a lost message.
      const alive = this.#warm.usable && (await this.#warm.probe(Math.min(deadlineMs / 4, 5_000)));
      if (alive) return this.#warm;
      this.#discard();
    }
    const fresh = new WarmConnection(this.smtp, this.options.ca, this.#limits);
    this.#warm = fresh;
    await fresh.open(deadlineMs - (performance.now() - started));
    return fresh;
  }

  #retire(): void {
    this.#warm?.quit();
    this.#warm = null;
  }

  #discard(): void {
    this.#warm?.destroy();
    this.#warm = null;
  }
}
