/** Where the time comes from. Passed down rather than read from `Date`, so that a test can set it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until told otherwise. For tests only. */
export class SettableClock implements Clock {
  private time: number;

  constructor(start: Date = new Date('2026-11-22T06:20:00Z')) {
    this.time = start.getTime();
  }

  /** A fresh Date each time: a caller that changes it does not move the clock. */
  now(): Date {
    return new Date(this.time);
  }

  set(date: Date): void {
    this.time = date.getTime();
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}

/** The wall clock in Beijing; `month` is 1–12, `hour` 0–23. */
export interface BeijingParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

// All of mainland China keeps UTC+8; the summer time of 1986–1991 lies before any date of ours, so plain
// arithmetic is right, and independent of TZ and of the ICU data of the host.
const BEIJING_OFFSET_MS = 8 * 3_600_000;

/** @throws RangeError for an invalid Date, as `Date.prototype.toISOString` does. */
export function beijingParts(date: Date): BeijingParts {
  const shifted = new Date(date.getTime() + BEIJING_OFFSET_MS);
  if (Number.isNaN(shifted.getTime())) throw new RangeError('Invalid time value');
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
  };
}

export function beijingYear(date: Date): number {
  return beijingParts(date).year;
}

/** `2026-11-22`, or to the minute `2026-11-22 14:20`. Seconds are cut, not rounded. */
export function formatBeijing(date: Date, precision: 'date' | 'minute'): string {
  const { year, month, day, hour, minute } = beijingParts(date);
  const calendar = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return precision === 'date' ? calendar : `${calendar} ${pad(hour, 2)}:${pad(minute, 2)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
