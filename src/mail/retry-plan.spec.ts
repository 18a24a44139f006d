import { describe, expect, it } from '@jest/globals';
import { deliverySettings } from './delivery.settings.js';
import { type FailedAttempt, planRetry, wantsMinimal } from './retry-plan.js';

const settings = deliverySettings({
  mail: { smtp: null, from: 'a@qq.com', to: 'a@qq.com', ratePerMinute: 10 },
});
const first: FailedAttempt = { attempts: 1, ageSeconds: 5, previous: null };
const plan = (outcome: Parameters<typeof planRetry>[0], attempt: Partial<FailedAttempt> = {}, random = 0.5) =>
  planRetry(outcome, { ...first, ...attempt }, settings, random);

describe('planRetry', () => {
  it('waits longer each time, then every four hours, then gives up', () => {
    const waits = Array.from(
      { length: 20 },
      (_, index) => plan('retry', { attempts: index + 1 }).retryInSeconds,
    );
    expect(waits.slice(0, 9)).toEqual([30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400]);
    expect(waits.slice(9, 19)).toEqual(Array(10).fill(14_400));
    expect(waits[19]).toBeNull();
  });

  it('spreads waits by a fifth either way', () => {
    expect(plan('retry', {}, 0).retryInSeconds).toBeCloseTo(24);
    expect(plan('retry', {}, 1).retryInSeconds).toBeCloseTo(36);
  });

  it('gives up after three days, but not at the first hiccup after a long pause', () => {
    const old = { ageSeconds: 4 * 86_400 };
    expect(plan('retry', { ...old, attempts: 1 }).retryInSeconds).not.toBeNull();
    expect(plan('retry', { ...old, attempts: 5 }).retryInSeconds).toBeNull();
  });

  it.each(['throttled', 'refused_login', 'misconfigured', 'insecure'] as const)(
    'shuts the channel on %s and takes nothing from the message, however often',
    (outcome) => {
      const { pause, ...rest } = plan(outcome, { attempts: 30, ageSeconds: 1e7 });
      expect(pause).toBe(settings.pauses[outcome]);
      expect(rest).toMatchObject({ retryInSeconds: 0, counts: false, channelWorks: false });
    },
  );

  it('tries a refused recipient once more, late, even with a hiccup in between', () => {
    expect(plan('recipient_refused')).toMatchObject({
      retryInSeconds: 1_800,
      channelWorks: true,
      pause: null,
    });
    const hiccup = plan('retry', { attempts: 2, previous: 'recipient_refused' });
    expect(hiccup.note).toBe('recipient_refused');
    expect(
      plan('recipient_refused', { attempts: 3, previous: hiccup.note as 'recipient_refused' }),
    ).toMatchObject({
      retryInSeconds: null,
    });
  });

  it('tries refused content once more, minimal', () => {
    expect(plan('content_refused').retryInSeconds).toBe(600);
    expect(wantsMinimal('content_refused')).toBe(true);
    expect(wantsMinimal('retry')).toBe(false);
    expect(plan('content_refused', { previous: 'content_refused' }).retryInSeconds).toBeNull();
  });

  it('parks what cannot be rendered at the third attempt', () => {
    expect(plan('render_failed').retryInSeconds).toBe(30);
    expect(plan('render_failed', { attempts: 2, previous: 'render_failed' }).retryInSeconds).toBe(60);
    expect(plan('render_failed', { attempts: 3, previous: 'render_failed' }).retryInSeconds).toBeNull();
  });

  it.each(['permanent', 'subject_gone'] as const)('parks %s at once', (outcome) => {
    expect(plan(outcome).retryInSeconds).toBeNull();
  });
});
