import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isUnavailable } from '../platform/database/unavailable.js';
import { compose } from './compose.js';
import type { DeliverySettings } from './delivery.settings.js';
import type { ClaimedMail, MailRepository, NothingClaimed } from './mail.repository.js';
import type { MailRenderers } from './renderers.js';
import { classify, type MailOutcome, type SendFailure } from './reply-class.js';
import { readableReply } from './reply-text.js';
import { planRetry, wantsMinimal } from './retry-plan.js';
import type { MailTransport } from './transport.js';

/** What came of one attempt: accepted, or why not. */
type Attempt =
  | { outcome: 'sent'; reply: string }
  | { outcome: Exclude<MailOutcome, 'sent'>; reply: string; code?: string | number | undefined };

/**
 * Sends what the `mail` table owes, one message after another: claim, render, send, note. Several may run, in one
 * process or many; the table keeps them apart. What it knows dies with it at any moment without loss: a claimed row
 * is claimed again when its lease runs out.
 */
export class DeliveryWorker {
  #running: Promise<void> | null = null;
  #stopping = new AbortController();
  #nap: AbortController | null = null;
  #woken = false;

  constructor(
    private readonly mails: MailRepository,
    private readonly renderers: MailRenderers,
    private readonly transport: MailTransport,
    private readonly settings: DeliverySettings,
    private readonly log: Logger,
  ) {}

  start(): void {
    if (this.#running !== null) return;
    this.#stopping = new AbortController();
    this.#running = this.#loop();
  }

  /** Finishes the attempt in flight, at most its deadline, then resolves. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#running = null;
  }

  /** Mail may have become due: look now rather than later. */
  wake(): void {
    this.#woken = true;
    this.#nap?.abort();
  }

  /** Sends until nothing is due or the channel is shut, waiting for the pace. For tests. @returns attempts made */
  async drain(): Promise<number> {
    await this.mails.ensureChannel(this.settings.channel, this.settings.fingerprint);
    for (let attempts = 0; ;) {
      const next = await this.#step();
      if (next === null) attempts += 1;
      else if (next.because === 'paced' || next.because === 'busy') await sleep(pause(next, this.settings));
      else return attempts;
    }
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stopping;
    let trouble = 0;
    let ready = false;
    while (!signal.aborted) {
      this.#woken = false;
      try {
        if (!ready) await this.mails.ensureChannel(this.settings.channel, this.settings.fingerprint);
        ready = true;
        const next = await this.#step();
        trouble = 0;
        if (next !== null) await this.#rest(next);
      } catch (error) {
        // PostgreSQL is away. It comes back; nothing is lost meanwhile.
        trouble += 1;
        if (trouble === 1) this.log.warn({ err: error }, 'mail delivery waits for the database');
        await this.#sleep(Math.min(100 * 2 ** trouble, this.settings.pollMs));
      }
    }
  }

  async #rest(next: NothingClaimed): Promise<void> {
    // New mail does not shorten a pause or the pace, so a bell is no reason to ask again.
    const patient = next.because === 'paused' || next.because === 'paced';
    if (!patient && this.#woken) return;
    await this.#sleep(pause(next, this.settings), !patient);
  }

  async #sleep(ms: number, wakeable = false): Promise<void> {
    const nap = new AbortController();
    if (wakeable) this.#nap = nap;
    const signal = AbortSignal.any([nap.signal, this.#stopping.signal]);
    await sleep(ms, undefined, { signal }).catch(() => undefined);
    this.#nap = null;
  }

  /** One claim and, if there was something, one attempt. @returns why there was nothing, or null after an attempt */
  async #step(): Promise<NothingClaimed | null> {
    const { channel, leaseSeconds, slotMs, probeSeconds, from } = this.settings;
    const domain = from.slice(from.lastIndexOf('@') + 1);
    const mail = await this.mails.claimNext({ channel, leaseSeconds, slotMs, probeSeconds, domain });
    if ('because' in mail) return mail;
    const started = performance.now();
    const attempt = await this.#attempt(mail);
    const ms = Math.round(performance.now() - started);
    await this.#untilDone(mail, () => this.#note(mail, attempt, ms));
    return null;
  }

  async #attempt(mail: ClaimedMail): Promise<Attempt> {
    const renderer = this.renderers.find(mail.kind);
    if (renderer === undefined) return { outcome: 'no_renderer', reply: '' };
    let raw: Buffer;
    try {
      const rendered = await within(this.settings.renderMs, renderer(mail.subjectId));
      if (rendered === null) return { outcome: 'subject_gone', reply: '' };
      raw = await compose(rendered, {
        from: this.settings.from,
        to: mail.recipient,
        messageId: mail.messageId,
        date: mail.claimedAt,
        minimal: wantsMinimal(mail.previousOutcome),
      });
    } catch (error) {
      // The database going away is no fault of this message, which would be parked for it before long.
      const outcome = isUnavailable(error) ? 'retry' : 'render_failed';
      this.log.warn({ mail: mail.id, kind: mail.kind, ...whereFrom(error) }, 'mail could not be rendered');
      return { outcome, reply: '' };
    }
    try {
      const { id, recipient: to, createdAt } = mail;
      const message = { id, from: this.settings.from, to, raw, createdAt };
      const { reply } = await this.transport.deliver(message, this.settings.attemptMs);
      return { outcome: 'sent', reply: readableReply(reply) };
    } catch (error) {
      const failure = error as SendFailure & Error;
      const reply = readableReply(failure.response ?? failure.message);
      const code = failure.responseCode ?? failure.originalCode ?? failure.code;
      return { outcome: classify(failure), reply, code };
    }
  }

  /** @returns whether the row was still ours */
  async #note(mail: ClaimedMail, attempt: Attempt, ms: number): Promise<boolean> {
    const { channel, slotMs } = this.settings;
    const { id, kind, lease, attempts } = mail;
    const facts = { mail: id, kind, lease, attempt: attempts, outcome: attempt.outcome, ms };
    if (attempt.outcome === 'sent') {
      const held = await this.mails.markSent(mail, channel, slotMs, attempt.reply);
      if (held) this.log.info(facts, 'mail sent');
      return held;
    }
    const past = { attempts, ageSeconds: mail.ageSeconds, previous: mail.previousOutcome };
    const plan = planRetry(attempt.outcome, past, this.settings, Math.random());
    // The channel first: should we die in between, nobody hammers a server that has just thrown us out.
    if (plan.pause !== null) {
      const seconds = Math.round(await this.mails.pauseChannel(channel, plan.pause, attempt.outcome));
      this.log.error({ channel, outcome: attempt.outcome, code: attempt.code, seconds }, 'mail is paused');
    } else if (plan.channelWorks) await this.mails.clearStrikes(channel, slotMs);
    const { retryInSeconds, counts, note: outcome } = plan;
    const held = await this.mails.release(mail, { retryInSeconds, counts, outcome, reply: attempt.reply });
    if (!held) return false;
    const more = { ...facts, code: attempt.code, retryInSeconds };
    if (retryInSeconds === null) this.log.error(more, 'mail is parked; somebody has to look at it');
    else this.log.warn(more, 'mail not sent; it will be tried again');
    return true;
  }

  /**
   * What happened must reach the table even if PostgreSQL is away just now: forgetting that a message was accepted
   * means sending it twice. Ends when noted, or when the lease is somebody else's by now.
   */
  async #untilDone(mail: ClaimedMail, note: () => Promise<boolean>): Promise<void> {
    const giveUp = performance.now() + this.settings.leaseSeconds * 1_000;
    for (let tries = 1; ; tries += 1) {
      try {
        if (!(await note())) this.log.warn({ mail: mail.id, lease: mail.lease }, 'the lease had passed on');
        return;
      } catch (error) {
        if (tries === 1) this.log.warn({ mail: mail.id, err: error }, 'cannot note what came of a mail yet');
        if (performance.now() > giveUp) throw error;
        await sleep(Math.min(50 * 2 ** tries, 2_000));
      }
    }
  }
}

/** At most the poll interval; a row somebody else holds for a moment is no reason to spin. */
function pause(next: NothingClaimed, { pollMs }: DeliverySettings): number {
  const least = next.because === 'paced' ? 1 : 50;
  return Math.min(Math.max(next.waitMs ?? pollMs, least), pollMs);
}

/** Enough to mend a renderer by. Not the message: it may quote what a visitor wrote. */
function whereFrom(error: unknown): { error: string; at: string[] } {
  if (!(error instanceof Error)) return { error: typeof error, at: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, at: frames.slice(0, 8).map((line) => line.trim()) };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = new AbortController();
  const timeout = sleep(ms, undefined, { signal: late.signal }).then(() => {
    throw new Error(`rendering took longer than ${ms} ms`);
  });
  timeout.catch(() => undefined);
  try {
    return await Promise.race([work, timeout]);
  } finally {
    late.abort();
  }
}
