import { describe, expect, it } from '@jest/globals';
import { newReference, parseReference } from './reference.js';

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const NOW = new Date('2026-11-22T06:20:00Z');
const SAMPLE = 'PX-26-7K3M95'.slice(0, -1);

function many(count: number): string[] {
  return Array.from({ length: count }, () => newReference(NOW));
}

/** The one completion of PX-26-7K3M9 that holds: fixes the algorithm, since printed references must stay valid. */
const GOOD = [...ALPHABET].map((check) => SAMPLE + check).find((text) => parseReference(text) !== null) ?? '';

describe('newReference', () => {
  it('has the shape PX-yy-xxxxxc and parses to itself', () => {
    for (const reference of many(2_000)) {
      expect(reference).toMatch(/^PX-26-[23456789A-HJKMNP-Z]{6}$/);
      expect(parseReference(reference)).toBe(reference);
    }
  });

  it.each([
    ['2026-12-31T15:59:59Z', 'PX-26-'],
    ['2026-12-31T16:00:00Z', 'PX-27-'],
    ['2100-06-01T00:00:00Z', 'PX-00-'],
    ['2031-06-01T00:00:00Z', 'PX-31-'],
  ])('takes the year in Beijing: %s gives %s', (utc, prefix) => {
    const reference = newReference(new Date(utc));
    expect(reference.startsWith(prefix)).toBe(true);
    expect(parseReference(reference)).toBe(reference);
  });

  it('spreads evenly over the alphabet in every random position', () => {
    const count = 20_000;
    const references = many(count);
    for (let position = 6; position < 12; position += 1) {
      const tally = new Map<string, number>();
      for (const reference of references) {
        const character = reference.charAt(position);
        tally.set(character, (tally.get(character) ?? 0) + 1);
      }
      expect([...tally.keys()].sort().join('')).toBe(ALPHABET);
      // 645 expected with a standard deviation of 25: seven deviations leave a false alarm to one run in 10^9.
      for (const found of tally.values()) expect(Math.abs(found - count / 31)).toBeLessThan(7 * 25);
    }
    expect(new Set(references).size).toBeGreaterThan(count - 40);
  });
});

describe('the check character', () => {
  it('is fixed for ever', () => {
    expect(GOOD).toBe('PX-26-7K3M95');
    const completions = [...ALPHABET].filter((check) => parseReference(SAMPLE + check) !== null);
    expect(completions).toHaveLength(1);
  });

  it('finds every single wrong character, the year included', () => {
    for (const reference of [GOOD, ...many(60)]) {
      for (const position of [3, 4, 6, 7, 8, 9, 10, 11]) {
        for (const character of position < 6 ? '0123456789' : ALPHABET) {
          const typo = reference.slice(0, position) + character + reference.slice(position + 1);
          expect(parseReference(typo)).toBe(typo === reference ? reference : null);
        }
      }
    }
  });

  it('finds every swap of two neighbours', () => {
    for (const reference of [GOOD, ...many(500)]) {
      for (const [left, right] of [
        [3, 4],
        [6, 7],
        [7, 8],
        [8, 9],
        [9, 10],
        [10, 11],
      ] as const) {
        const characters = [...reference];
        const [a = '', b = ''] = [characters[left], characters[right]];
        characters[left] = b;
        characters[right] = a;
        expect(parseReference(characters.join(''))).toBe(a === b ? reference : null);
      }
    }
  });
});

describe('parseReference', () => {
  it.each([
    ['lower case', GOOD.toLowerCase()],
    ['no hyphens', GOOD.replaceAll('-', '')],
    ['spaces for hyphens', GOOD.replaceAll('-', ' ')],
    ['en dashes', GOOD.replaceAll('-', '–')],
    ['em dashes', GOOD.replaceAll('-', '——')],
    ['the Han one as a dash', GOOD.replaceAll('-', '一')],
    ['full-width minus', GOOD.replaceAll('-', '－')],
    ['a space after every character', [...GOOD].join(' ')],
    ['extra hyphens', `-${GOOD.replace('7K', '7-K')}-`],
    [
      'full-width letters and digits',
      [...GOOD].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join(''),
    ],
    ['ideographic spaces', `　${GOOD}　`],
    ['words before it', `编号：${GOOD}`],
    ['words right before and after it', `我的编号是${GOOD}，请问进度`],
    ['Latin words around it', `ref ${GOOD} please`],
    ['a line break inside', GOOD.replace('-26', '-\n26')],
    ['direction marks of a paste', `\u202d${GOOD}\u202c`],
    ['zero-width space inside', GOOD.replace('7', '7\u200b')],
    ['brackets', `【${GOOD}】`],
    ['a wrong one before it', `PX-26-222223 ${GOOD}`],
  ])('forgives %s', (_, text) => {
    expect(parseReference(text)).toBe(GOOD);
  });

  it.each([
    ['nothing', ''],
    ['words', '我的编号忘记了'],
    ['no prefix', GOOD.slice(3)],
    ['one character too few', GOOD.slice(0, -1)],
    ['one character too many', `${GOOD}2`],
    ['letters before', `A${GOOD}`],
    ['look-alikes outside the alphabet', 'PX-26-O0I1L2'],
    ['another prefix', GOOD.replace('PX', 'PY')],
    ['a NUL', GOOD.replace('-', '\0')],
    ['a lone surrogate', GOOD.replace('-', '\ud842')],
  ])('is null for %s', (_, text) => {
    expect(parseReference(text)).toBeNull();
  });

  it.each([
    ['hyphens', 'PX' + '-'.repeat(100_000)],
    ['prefixes', 'PX'.repeat(50_000)],
    ['near misses', 'PX-26-7K3M9-'.repeat(9_000)],
  ])('is quick with 100 KB of %s', (_, text) => {
    const start = performance.now();
    expect(parseReference(text)).toBeNull();
    expect(performance.now() - start).toBeLessThan(50);
  });
});
