import type { DeliverySettings, Pause } from './delivery.settings.js';
import type { MailOutcome } from './reply-class.js';

/** What is known of a row when an attempt at it has failed. */
export interface FailedAttempt {
  /** Attempts so far, this one included. */
  attempts: number;
  ageSeconds: number;
  /** `last_outcome` before this attempt. */
  previous: MailOutcome | null;
}

export interface RetryPlan {
  /** Null: park it. */
  retryInSeconds: number | null;
  /** False: the attempt is given back, the message is not to blame. */
  counts: boolean;
  /** Shuts the way out for all messages. */
  pause: Pause | null;
  /** True: the server took our login and talked about this message, so the way out works. */
  channelWorks: boolean;
  /** What to note as the outcome. */
  note: MailOutcome;
}

/** Decides what becomes of a message after a failed attempt. Pure: the dice come in as `random` (0…1). */
export function planRetry(
  outcome: Exclude<MailOutcome, 'sent'>,
  attempt: FailedAttempt,
  settings: DeliverySettings,
  random: number,
): RetryPlan {
  const plan = { counts: true, pause: null, channelWorks: false, note: outcome };
  const again = { ...plan, retryInSeconds: waitAfter(attempt.attempts, settings, random) };
  const parked = { ...plan, retryInSeconds: null };
  switch (outcome) {
    case 'throttled':
    case 'refused_login':
    case 'misconfigured':
    case 'insecure':
      // Due at once; the pause holds it back with all the others, and it keeps its place in front.
      return {
        ...plan,
        retryInSeconds: 0,
        counts: false,
        pause: settings.pauses[outcome],
        note: remembered(attempt, outcome),
      };
    case 'login_delayed':
      return {
        ...(spent(attempt, settings) ? parked : again),
        pause: settings.pauses.login_delayed,
        note: remembered(attempt, outcome),
      };
    case 'retry':
    case 'no_renderer':
      return spent(attempt, settings) ? parked : { ...again, note: remembered(attempt, outcome) };
    case 'render_failed':
      return attempt.attempts >= 3 && attempt.previous === 'render_failed' ? parked : again;
    case 'content_refused':
      return { ...onceMore(attempt, outcome, settings.minimalRetrySeconds), channelWorks: true };
    case 'recipient_refused':
      return { ...onceMore(attempt, outcome, settings.lateRetrySeconds), channelWorks: true };
    case 'permanent':
      return { ...parked, channelWorks: true };
    case 'subject_gone':
      return parked;
  }
}

/** Whether the next attempt sends the minimal version: the server has refused the full one. */
export function wantsMinimal(previous: MailOutcome | null): boolean {
  return previous === 'content_refused';
}

function onceMore(attempt: FailedAttempt, outcome: MailOutcome, seconds: number): RetryPlan {
  const retryInSeconds = attempt.previous === outcome ? null : seconds;
  return { retryInSeconds, counts: true, pause: null, channelWorks: true, note: outcome };
}

/** A hiccup between the first and the second try must not make us forget that there was a first one. */
function remembered({ previous }: FailedAttempt, outcome: MailOutcome): MailOutcome {
  return previous === 'content_refused' || previous === 'recipient_refused' ? previous : outcome;
}

/** Age alone does not end it: a message that waited out a long pause, or was put back by staff, still gets a few tries. */
function spent({ attempts, ageSeconds }: FailedAttempt, settings: DeliverySettings): boolean {
  return attempts >= settings.maxAttempts || (attempts >= 5 && ageSeconds > settings.maxAgeSeconds);
}

function waitAfter(attempts: number, { backoffSeconds, jitter }: DeliverySettings, random: number): number {
  const wait = backoffSeconds[Math.min(attempts, backoffSeconds.length) - 1] ?? 0;
  return wait * (1 + jitter * (2 * random - 1));
}
