import { randomInt } from 'node:crypto';
import { beijingYear } from './clock.js';
import { toHalfWidth } from './text.js';

// No 0 O 1 I L: a reference is read out on the phone and copied from paper. 31 characters, a prime, so that a weighted
// sum modulo 31 can tell every pair of characters in every position apart.
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const BASE = ALPHABET.length;
const RANDOM_CHARACTERS = 5;

/**
 * A fresh reference number for a request received at `now`: `PX-26-7K3M95`, that is PX (培训), the year in Beijing, five
 * random characters and one check character. 28.6 million per year and drawn at random, so the column must be unique
 * and the caller must draw again on a violation. Not a secret: looking a request up takes the phone's last four too.
 */
export function newReference(now: Date): string {
  const year = String(beijingYear(now) % 100).padStart(2, '0');
  let rest = randomInt(BASE ** RANDOM_CHARACTERS);
  let serial = '';
  for (let i = 0; i < RANDOM_CHARACTERS; i += 1) {
    serial += ALPHABET.charAt(rest % BASE);
    rest = Math.floor(rest / BASE);
  }
  return `PX-${year}-${serial}${checkCharacter(year, serial)}`;
}

const MAX_LENGTH = 200;
// Anything people put between the characters: spaces, every kind of dash, dots, and the invisible marks of a paste.
const GAP = String.raw`[\s\p{Pd}\p{Cf}\u2212\u30fc\u4e00_~.·]*`;
const REFERENCE = new RegExp(
  `(?<![0-9A-Z])${['P', 'X', '([0-9])', '([0-9])', ...Array<string>(6).fill(`([${ALPHABET}])`)].join(GAP)}(?![0-9A-Z])`,
  'gu',
);

/**
 * The reference in what a person typed or pasted, as `PX-26-7K3M95`, or null when there is none or its check character
 * is wrong. Forgives case, full-width forms, spaces, dashes of any kind or none, and words around it (编号：…).
 */
export function parseReference(text: string): string | null {
  if (text.length > MAX_LENGTH) return null;
  for (const match of toHalfWidth(text).toUpperCase().matchAll(REFERENCE)) {
    const characters = match.slice(1).join('');
    const year = characters.slice(0, 2);
    const serial = characters.slice(2, -1);
    if (characters.endsWith(checkCharacter(year, serial))) return `PX-${year}-${characters.slice(2)}`;
  }
  return null;
}

/**
 * The character that brings the sum of value × weight to 0 modulo 31 with weights 8 7 | 6 5 4 3 2 and 1 for itself. A
 * wrong character changes the sum by difference × weight, two swapped neighbours by difference × 1: neither is a
 * multiple of the prime 31. The year counts with the value of its digits, so a reference of another year fails as well.
 */
function checkCharacter(year: string, serial: string): string {
  const values = [...[...year].map(Number), ...[...serial].map((character) => ALPHABET.indexOf(character))];
  const sum = values.reduce((total, value, i) => total + value * (values.length + 1 - i), 0);
  return ALPHABET.charAt((BASE - (sum % BASE)) % BASE);
}
