import { describe, expect, it } from '@jest/globals';
import { SettableClock, beijingParts, beijingYear, formatBeijing, systemClock } from './clock.js';

describe('systemClock', () => {
  it('tells the time', () => {
    const before = Date.now();
    const now = systemClock.now().getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});

describe('SettableClock', () => {
  it('stands still, is set and advances', () => {
    const clock = new SettableClock(new Date('2026-01-01T00:00:00Z'));
    expect(clock.now()).toEqual(clock.now());
    clock.advance(90_000);
    expect(clock.now().toISOString()).toBe('2026-01-01T00:01:30.000Z');
    clock.set(new Date('2025-05-05T05:05:05Z'));
    expect(clock.now().toISOString()).toBe('2025-05-05T05:05:05.000Z');
  });

  it('cannot be moved through a date it handed out or was given', () => {
    const start = new Date('2026-01-01T00:00:00Z');
    const clock = new SettableClock(start);
    start.setUTCFullYear(1999);
    clock.now().setUTCFullYear(1999);
    expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
  });
});

describe('Beijing time', () => {
  it.each([
    ['2026-11-22T06:20:59.999Z', '2026-11-22 14:20'],
    ['2026-12-31T15:59:59Z', '2026-12-31 23:59'],
    ['2026-12-31T16:00:00Z', '2027-01-01 00:00'],
    ['2028-02-28T16:00:00Z', '2028-02-29 00:00'],
    ['2026-07-01T00:00:00Z', '2026-07-01 08:00'],
    ['0099-01-01T00:00:00Z', '0099-01-01 08:00'],
  ])('%s is %s', (utc, beijing) => {
    expect(formatBeijing(new Date(utc), 'minute')).toBe(beijing);
    expect(formatBeijing(new Date(utc), 'date')).toBe(beijing.slice(0, 10));
    expect(beijingYear(new Date(utc))).toBe(Number(beijing.slice(0, 4)));
  });

  it('agrees with the time zone database', () => {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Shanghai',
      dateStyle: 'short',
      timeStyle: 'short',
    });
    for (let time = Date.UTC(2000, 0, 1); time < Date.UTC(2040, 0, 1); time += 17 * 86_400_000 + 3_456_789) {
      const date = new Date(time);
      expect(formatBeijing(date, 'minute')).toBe(format.format(date));
    }
  });

  it('gives parts as people count them', () => {
    expect(beijingParts(new Date('2026-11-22T06:20:00Z'))).toEqual({
      year: 2026,
      month: 11,
      day: 22,
      hour: 14,
      minute: 20,
    });
  });

  it('refuses an invalid date', () => {
    expect(() => formatBeijing(new Date(Number.NaN), 'date')).toThrow(RangeError);
  });
});
