import { InvalidFields } from '../kernel/errors.js';

/** The header's value, or null when there is none. @throws InvalidFields unless 1–255 visible ASCII characters */
export function parseIdempotencyKey(value: string | undefined): string | null {
  if (value === undefined) return null;
  if (/^[\x21-\x7e]{1,255}$/.test(value)) return value;
  throw new InvalidFields([{ field: 'Idempotency-Key', message: '应为 1–255 个可见 ASCII 字符，不含空格' }]);
}
