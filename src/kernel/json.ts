import { hash } from 'node:crypto';
import { DomainError } from './errors.js';

const MAX_DEPTH = 64;

/**
 * SHA-256 (32 bytes) over canonical JSON: equal for values that mean the same JSON, whatever the order of their keys.
 * For telling whether a repeated idempotency key came with the same body. Values become JSON as in `JSON.stringify`
 * (undefined keys vanish, Dates become ISO strings, NaN becomes null), with keys sorted as in RFC 8785, 3.2.3.
 * Not for passwords or signatures.
 * @throws DomainError `json_too_deep` (invalid) for more than 64 levels, which also ends a cycle.
 * @throws TypeError for a bigint.
 */
export function stableHash(value: unknown): Buffer {
  return hash('sha256', canonicalJson(value, 0) ?? 'null', 'buffer');
}

/** Undefined for what JSON has no word for: undefined, functions, symbols. */
function canonicalJson(input: unknown, depth: number): string | undefined {
  // Typed by hand: TypeScript says JSON.stringify always answers a string, which is untrue for undefined.
  if (typeof input !== 'object' || input === null) return JSON.stringify(input) as string | undefined;
  if (depth >= MAX_DEPTH)
    throw new DomainError('json_too_deep', 'invalid', '提交的内容层级过多，请简化后重试');
  if (Array.isArray(input)) {
    // Array.from, unlike map, visits holes.
    return `[${Array.from(input, (item: unknown) => canonicalJson(item, depth + 1) ?? 'null').join()}]`;
  }
  if (hasToJson(input)) return canonicalJson(input.toJSON(), depth + 1);
  const members: string[] = [];
  for (const [key, member] of Object.entries(input).sort(byKey)) {
    const text = canonicalJson(member, depth + 1);
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join()}}`;
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

// By UTF-16 code units, never by locale: the hash is stored and must not depend on the host.
function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
