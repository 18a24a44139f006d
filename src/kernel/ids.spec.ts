import { describe, expect, it } from '@jest/globals';
import { randomToken, uuidv7 } from './ids.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function timeOf(uuid: string): number {
  return Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

describe('uuidv7', () => {
  it.each([0, 1, 0x017f22e279b0, Date.UTC(2026, 10, 22), 2 ** 48 - 1])(
    'has the shape of RFC 9562 and holds time %d',
    (time) => {
      const id = uuidv7(new Date(time));
      expect(id).toMatch(UUID_V7);
      expect(timeOf(id)).toBe(time);
    },
  );

  it('takes the present time by itself', () => {
    const before = Date.now();
    const time = timeOf(uuidv7());
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  it('ascends within one millisecond, without a repeat', () => {
    const now = new Date('2026-11-22T06:20:00.123Z');
    const ids = times(50_000, () => uuidv7(now));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? ''))).toBe(true);
  });

  it('ascends with the real clock, across milliseconds', () => {
    const ids = times(50_000, () => uuidv7());
    expect([...ids].sort()).toEqual(ids);
  });

  it('starts every millisecond anew and at random', () => {
    const first = new Date(1_000);
    const second = new Date(2_000);
    const counters = times(200, () => {
      uuidv7(second);
      return uuidv7(first).slice(15, 23);
    });
    expect(new Set(counters).size).toBeGreaterThan(190);
  });

  it('keeps all 128 bits filled: no random digit is ever constant', () => {
    const tails = times(2_000, () => uuidv7(new Date(5)).slice(24));
    for (let i = 0; i < 12; i += 1) expect(new Set(tails.map((tail) => tail[i])).size).toBe(16);
  });

  it.each([Number.NaN, -1, 2 ** 48])('refuses the time %d', (time) => {
    expect(() => uuidv7(new Date(time))).toThrow(RangeError);
  });

  it('works on after a refusal', () => {
    expect(() => uuidv7(new Date(Number.NaN))).toThrow(RangeError);
    expect(uuidv7()).toMatch(UUID_V7);
  });
});

describe('randomToken', () => {
  it.each([
    [undefined, 22],
    [32, 43],
    [1, 2],
  ])('of %s bytes has %d characters safe in a URL', (bytes, length) => {
    const token = bytes === undefined ? randomToken() : randomToken(bytes);
    expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(token).toHaveLength(length);
  });

  it('does not repeat', () => {
    expect(new Set(times(10_000, () => randomToken())).size).toBe(10_000);
  });
});
