import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { MailState } from './mail.entity.js';
import { CHANNEL_SQL, CLAIM_SQL, LIST_SQL, RELEASE_SQL, SENT_SQL } from './mail.sql.js';
import type { MailOutcome } from './reply-class.js';

/** A row that is ours until the lease ends. Times are PostgreSQL's, which is the one clock all workers share. */
export interface ClaimedMail {
  id: string;
  kind: string;
  subjectId: string;
  recipient: string;
  /** Proof of the claim; every later change asks for it. */
  lease: string;
  messageId: string;
  /** This one included. */
  attempts: number;
  previousOutcome: MailOutcome | null;
  createdAt: Date;
  claimedAt: Date;
  ageSeconds: number;
}

/** Why there is nothing to send now, and after how many ms it is worth asking again (null: nothing is planned). */
export interface NothingClaimed {
  because: 'paused' | 'paced' | 'busy' | 'nothing_due';
  waitMs: number | null;
}

export interface ClaimOptions {
  channel: string;
  leaseSeconds: number;
  slotMs: number;
  probeSeconds: number;
  /** Right side of Message-IDs given from now on. */
  domain: string;
}

/** What becomes of a claimed row that was not sent. */
export interface Release {
  /** Null parks the row. */
  retryInSeconds: number | null;
  counts: boolean;
  outcome: MailOutcome;
  reply: string;
}

export interface MailRow {
  id: string;
  kind: string;
  subjectId: string;
  recipient: string;
  state: MailState;
  attempts: number;
  dueAt: Date;
  messageId: string | null;
  lastOutcome: MailOutcome | null;
  lastReply: string | null;
  createdAt: Date;
  sentAt: Date | null;
}

export interface ChannelRow {
  name: string;
  nextSlotAt: Date;
  /** Null also when the pause is over. */
  pausedUntil: Date | null;
  pauseReason: string | null;
  strikes: number;
}

/** All SQL about messages on their way. */
@Injectable()
export class MailRepository {
  constructor(private readonly database: DataSource) {}

  /** A channel is born with its first use; its pauses end when its settings change. */
  async ensureChannel(name: string, fingerprint: string): Promise<void> {
    await this.database.query(CHANNEL_SQL.ensure, [name, fingerprint]);
  }

  /** Takes the row that has been due longest, if the channel allows a message now. */
  async claimNext(options: ClaimOptions): Promise<ClaimedMail | NothingClaimed> {
    const { channel, leaseSeconds, slotMs, probeSeconds, domain } = options;
    const values = [channel, leaseSeconds, slotMs, probeSeconds, domain];
    const [row] = await this.rows<ClaimedMail & NothingClaimed>(CLAIM_SQL, values);
    if (row === undefined) throw new Error(`mail channel ${channel} is missing`);
    const { because, waitMs, ...mail } = row;
    // One row comes back either way; without a claim its columns are null.
    return (mail.id as string | null) === null ? { because, waitMs } : mail;
  }

  /** @returns false when the lease had passed to somebody else */
  async markSent(mail: ClaimedMail, channel: string, slotMs: number, reply: string): Promise<boolean> {
    return (await this.rows(SENT_SQL, [mail.id, mail.lease, reply, channel, slotMs])).length === 1;
  }

  /** Gives a claimed row back for another attempt, or parks it. @returns false when the lease had passed on */
  async release(mail: ClaimedMail, release: Release): Promise<boolean> {
    const { retryInSeconds, counts, outcome, reply } = release;
    const values = [mail.id, mail.lease, retryInSeconds, counts ? 0 : 1, outcome, reply];
    return (await this.rows(RELEASE_SQL, values)).length === 1;
  }

  /**
   * Shuts the channel; each pause in a row lasts twice as long as the one before.
   * @returns seconds from now until it opens
   */
  async pauseChannel(
    channel: string,
    pause: { firstSeconds: number; mostSeconds: number },
    reason: MailOutcome,
  ): Promise<number> {
    const values = [channel, pause.firstSeconds, pause.mostSeconds, reason];
    const [row] = await this.rows<{ seconds: number }>(CHANNEL_SQL.pause, values);
    return row?.seconds ?? 0;
  }

  /** The channel has proved to work: pauses start short again. Leaves a running pause alone. */
  async clearStrikes(channel: string, slotMs: number): Promise<void> {
    await this.database.query(CHANNEL_SQL.works, [channel, slotMs]);
  }

  /** Opens the channel now. @returns whether it was shut */
  async clearPause(channel: string): Promise<boolean> {
    return (await this.rows(CHANNEL_SQL.clear, [channel])).length === 1;
  }

  channels(): Promise<ChannelRow[]> {
    return this.rows<ChannelRow>(CHANNEL_SQL.list, []);
  }

  /** How many rows are in each state; states without rows are there with 0. */
  async counts(): Promise<Record<MailState, number>> {
    const counts = { queued: 0, sending: 0, retry: 0, sent: 0, parked: 0 };
    const rows = await this.rows<{ state: MailState; n: number }>(
      'select state, count(*)::int as n from mail group by state',
      [],
    );
    for (const { state, n } of rows) counts[state] = n;
    return counts;
  }

  /** Newest first; every state when `state` is null. */
  list(state: MailState | null, limit: number): Promise<MailRow[]> {
    return this.rows<MailRow>(LIST_SQL, [state, limit]);
  }

  /** Puts a parked or waiting row to the front, with a fresh budget. @returns false when it is sent, in work or unknown */
  async requeue(id: string): Promise<boolean> {
    const sql = `with changed as (
        update mail set state = 'queued', due_at = now(), attempts = 0, last_outcome = null
        where id = $1 and state in ('parked', 'retry') returning id)
      select id from changed`;
    return (await this.rows(sql, [id])).length === 1;
  }

  /** TypeORM answers an UPDATE in another shape than a SELECT; every statement here ends in a SELECT. */
  private rows<Row>(sql: string, values: unknown[]): Promise<Row[]> {
    return this.database.query<Row[]>(sql, values);
  }
}
