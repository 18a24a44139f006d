import { createHash } from 'node:crypto';
import type { Config } from '../config/config.js';

/** How long the way out stays shut: the first time, and at most, when it happens again and again (doubling). */
export interface Pause {
  readonly firstSeconds: number;
  readonly mostSeconds: number;
}

/** Everything about delivery that is a number. Tests set their own instead of sleeping. */
export interface DeliverySettings {
  /** Row of `mail_channel` whose pace and pauses hold. */
  readonly channel: string;
  /** Tells one set of account settings from another, without giving them away. */
  readonly fingerprint: string;
  /** Sender address of every message; its domain also ends every Message-ID. */
  readonly from: string;
  /** Least time between two messages, in ms, over all workers together. */
  readonly slotMs: number;
  /** After a pause one message tries alone; others wait this long for what comes of it. */
  readonly probeSeconds: number;
  /** How long a claimed row is one worker's. Longer than rendering and sending may take together. */
  readonly leaseSeconds: number;
  readonly renderMs: number;
  /** Hard limit for connecting and sending one message. */
  readonly attemptMs: number;
  /** Longest sleep: the net under notifications, which may be lost. */
  readonly pollMs: number;
  /** Waits before attempts 2, 3, …; the last one repeats. */
  readonly backoffSeconds: readonly number[];
  /** 0.2 spreads waits by ±20 %, so that a backlog does not come back all at once. */
  readonly jitter: number;
  readonly maxAttempts: number;
  readonly maxAgeSeconds: number;
  /** Wait before the only second try after the recipient was refused, or with a minimal body. */
  readonly lateRetrySeconds: number;
  readonly minimalRetrySeconds: number;
  readonly pauses: {
    readonly throttled: Pause;
    readonly refused_login: Pause;
    readonly login_delayed: Pause;
    readonly misconfigured: Pause;
    readonly insecure: Pause;
  };
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

export function deliverySettings({ mail }: Pick<Config, 'mail'>): DeliverySettings {
  return {
    // Files have a channel of their own: they know no pace, and a pause of the mail account is none of theirs.
    channel: mail.smtp === null ? 'file' : 'smtp',
    fingerprint: createHash('sha256')
      .update(JSON.stringify([mail.smtp, mail.from]))
      .digest('base64url')
      .slice(0, 22),
    from: mail.from,
    slotMs: mail.smtp === null ? 0 : 60_000 / mail.ratePerMinute,
    probeSeconds: 90,
    leaseSeconds: 180,
    renderMs: 20_000,
    attemptMs: 60_000,
    pollMs: 5_000,
    backoffSeconds: [30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR],
    jitter: 0.2,
    maxAttempts: 20,
    maxAgeSeconds: 72 * HOUR,
    lateRetrySeconds: 30 * MINUTE,
    minimalRetrySeconds: 10 * MINUTE,
    pauses: {
      // QQ lifts its limits after minutes or hours and extends them for who keeps trying.
      throttled: { firstSeconds: 30 * MINUTE, mostSeconds: 4 * HOUR },
      refused_login: { firstSeconds: 10 * MINUTE, mostSeconds: 2 * HOUR },
      login_delayed: { firstSeconds: MINUTE, mostSeconds: 10 * MINUTE },
      misconfigured: { firstSeconds: 30 * MINUTE, mostSeconds: 4 * HOUR },
      insecure: { firstSeconds: MINUTE, mostSeconds: 15 * MINUTE },
    },
  };
}
