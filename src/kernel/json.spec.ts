import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DomainError } from './errors.js';
import { stableHash } from './json.js';

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function nested(depth: number, open: string, close: string): unknown {
  return JSON.parse(open.repeat(depth) + '1' + close.repeat(depth));
}

describe('stableHash', () => {
  it.each<[string, unknown, string]>([
    ['sorted keys', { b: 1, a: { d: [2, 3], c: null } }, '{"a":{"c":null,"d":[2,3]},"b":1}'],
    [
      'undefined, functions and symbols dropped',
      { a: undefined, b: () => 1, c: Symbol('c'), d: 0 },
      '{"d":0}',
    ],
    ['undefined in a list', [undefined, 1], '[null,1]'],
    ['holes in a list', Array(2), '[null,null]'],
    ['a date', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    ['numbers without a JSON form', [Number.NaN, Infinity, -0, 1e21], '[null,null,0,1e+21]'],
    ['Chinese, beyond the BMP and escapes', { 姓名: '𠮷\n"' }, '{"姓名":"𠮷\\n\\""}'],
    ['a lone surrogate', '\ud842', '"\\ud842"'],
    [
      'keys by code unit, as RFC 8785',
      { '\u20ac': 1, '\r': 2, '1': 3, '\ufb33': 4 },
      '{"\\r":2,"1":3,"€":1,"\ufb33":4}',
    ],
    ['empty things', [{}, [], ''], '[{},[],""]'],
    ['undefined', undefined, 'null'],
    ['an own __proto__', JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
    ['no prototype', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
  ])('hashes %s', (_, value, canonical) => {
    expect(stableHash(value).equals(sha256(canonical))).toBe(true);
  });

  it('does not care for the order of keys, but for that of a list', () => {
    expect(stableHash({ a: 1, b: 2 }).equals(stableHash({ b: 2, a: 1 }))).toBe(true);
    expect(stableHash([1, 2]).equals(stableHash([2, 1]))).toBe(false);
  });

  it.each<[unknown, unknown]>([
    [{ a: '1' }, { a: 1 }],
    [{ a: null }, {}],
    [{ a: 'x', b: 'y' }, { a: 'x","b":"y' }],
    [['a,b'], ['a', 'b']],
    ['', null],
  ])('tells %j from %j', (a, b) => {
    expect(stableHash(a).equals(stableHash(b))).toBe(false);
  });

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('refuses %s nested too deep instead of overflowing', (_, open, close) => {
    expect(stableHash(nested(64, open, close))).toHaveLength(32);
    expect(() => stableHash(nested(65, open, close))).toThrow(DomainError);
    expect(() => stableHash(nested(5_000, open, close))).toThrow(DomainError);
  });

  it('ends a cycle', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(() => stableHash(loop)).toThrow(DomainError);
    const endless = { toJSON: () => endless };
    expect(() => stableHash(endless)).toThrow(DomainError);
  });

  it('refuses a bigint, as JSON does', () => {
    expect(() => stableHash({ a: 1n })).toThrow(TypeError);
  });
});
