import { describe, expect, test } from '@jest/globals';
import { parseIdempotencyKey } from './idempotency-key.js';
import { INQUIRY_STATUSES, type InquiryStatus } from './inquiry.js';
import { PUBLIC_STATUS_TEXT, progressOf } from './progress.js';
import { statusUrl } from './status-url.js';

const at = { reference: 'PX-26-7K3M95', receivedAt: new Date(0) };

describe('what a visitor is told', () => {
  test('every status has a public one with words', () => {
    for (const status of Object.keys(INQUIRY_STATUSES) as InquiryStatus[]) {
      expect(PUBLIC_STATUS_TEXT[progressOf({ ...at, status }).status]).toMatch(/\p{Script=Han}/u);
    }
  });

  test('suspicion is told nobody', () => {
    expect(progressOf({ ...at, status: 'quarantined' })).toEqual(progressOf({ ...at, status: 'new' }));
  });

  test('the address of a status holds the reference alone', () => {
    expect(statusUrl('https://x.cn', 'PX-26-7K3M95')).toBe(
      'https://x.cn/inquire/status?reference=PX-26-7K3M95',
    );
  });
});

describe('parseIdempotencyKey', () => {
  test.each([undefined, 'x', '!', '~', 'x'.repeat(255)])('%j', (key) =>
    expect(parseIdempotencyKey(key)).toBe(key ?? null),
  );
  test.each(['', ' ', 'a b', 'é', '键', '\u007f', 'x'.repeat(256)])('%j is refused', (key) => {
    expect(() => parseIdempotencyKey(key)).toThrow('填写的内容有误');
  });
});
