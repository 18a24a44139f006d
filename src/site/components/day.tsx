import { formatBeijing } from '../../kernel/clock.js';

/** A date in Beijing, `2024-06-22`, or to the minute. */
export function Day({ date, precision = 'date' }: { date: Date; precision?: 'date' | 'minute' }) {
  return (
    <time class="figures" dateTime={date.toISOString()}>
      {formatBeijing(date, precision)}
    </time>
  );
}
