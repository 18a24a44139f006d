import { randomBytes, randomFillSync } from 'node:crypto';

// One call into OpenSSL costs far more than the six bytes an id needs, so bytes are drawn in bulk. Ids are not secrets;
// secrets (`randomToken`) never pass through this pool.
const pool = Buffer.allocUnsafe(8192);
let poolUsed = pool.length;

const MAX_TIME = 2 ** 48 - 1;
const COUNTER_MASK = 0x3ff_ffff;

let lastTime = -1;
let timePrefix = '';
let counter = 0;

/**
 * A UUID of version 7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, a 26-bit counter, 48 random bits. Calls in a row
 * with the same millisecond give ascending ids (6.2, method 1), so rows inserted together keep their order.
 * Names a row; says when it was made; not a secret (see `randomToken`).
 * @throws RangeError for an invalid date or one outside 1970–10889.
 */
export function uuidv7(now?: Date): string {
  const time = now === undefined ? Date.now() : now.getTime();
  if (time === lastTime) {
    // The seed leaves the top bit free: 33 million ids fit before it wraps, more than any millisecond can hold.
    counter = (counter + 1) & COUNTER_MASK;
  } else {
    startMillisecond(time);
  }
  const high = hex(counter >>> 14, 3);
  const low = (0x8000 | (counter & 0x3fff)).toString(16);
  const at = drawBytes(6);
  // In halves: V8 prints integers of 24 bits several times faster than one of 48.
  const random = hex(pool.readUIntBE(at, 3), 6) + hex(pool.readUIntBE(at + 3, 3), 6);
  return `${timePrefix}-7${high}-${low}-${random}`;
}

/** A secret of `bytes` random bytes (default 128 bits) as base64url, without padding. */
export function randomToken(bytes = 16): string {
  return randomBytes(bytes).toString('base64url');
}

function startMillisecond(time: number): void {
  if (!(time >= 0 && time <= MAX_TIME)) throw new RangeError('uuidv7: time out of range');
  const digits = hex(time, 12);
  lastTime = time;
  timePrefix = `${digits.slice(0, 8)}-${digits.slice(8)}`;
  counter = pool.readUInt32BE(drawBytes(4)) >>> 7;
}

/** The offset of `count` fresh bytes in the pool. */
function drawBytes(count: number): number {
  if (poolUsed + count > pool.length) {
    randomFillSync(pool);
    poolUsed = 0;
  }
  const offset = poolUsed;
  poolUsed += count;
  return offset;
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0');
}
