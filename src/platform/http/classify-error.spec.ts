import { describe, expect, test } from '@jest/globals';
import { HttpException } from '@nestjs/common';
import { DomainError, InvalidFields, type ErrorKind } from '../../kernel/errors.js';
import { isUnavailable } from '../database/unavailable.js';
import { classifyError } from './classify-error.js';
import { isNestedTooDeeply } from './nesting.js';
import { detailOf, STATUS_OF_KIND, titleOf } from './problem.js';
import { RateLimited } from './rate-limiter.js';
import { flattenErrors } from './validation.js';

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

describe('classifyError', () => {
  test.each(Object.entries(STATUS_OF_KIND) as [ErrorKind, number][])(
    '%s is %i and no bug',
    (kind, status) => {
      expect(classifyError(new DomainError('some_code', kind, '说明'))).toMatchObject({
        status,
        code: 'some_code',
        detail: '说明',
        bug: false,
      });
    },
  );

  test('bad fields keep their messages, a limit its time to wait', () => {
    const errors = [{ field: 'phone', message: '请填写' }];
    expect(classifyError(new InvalidFields(errors))).toMatchObject({ status: 400, errors });
    expect(classifyError(new RateLimited(90))).toMatchObject({
      status: 429,
      retryAfter: 90,
      detail: expect.stringContaining('2 分钟'),
    });
  });

  test('what the framework refuses keeps its status and loses its words', () => {
    expect(classifyError(new HttpException('Cannot GET /secret', 404))).toMatchObject({
      status: 404,
      bug: false,
      detail: detailOf(404),
    });
    expect(classifyError(Object.assign(new Error('inner'), { statusCode: 413 }))).toMatchObject({
      status: 413,
      detail: detailOf(413),
    });
    expect(classifyError(Object.assign(new Error('inner'), { statusCode: 500 }))).toMatchObject({
      status: 500,
      bug: true,
    });
  });

  test.each([new Error('boom'), 'text', null, undefined, 42, { statusCode: 'x' }])(
    'the unknown is a bug: %p',
    (error) => {
      expect(classifyError(error)).toEqual({
        status: 500,
        code: 'internal',
        detail: detailOf(500),
        bug: true,
      });
    },
  );

  test('every status has a Chinese title and detail', () => {
    for (const status of [400, 404, 408, 413, 415, 418, 429, 431, 500, 502, 503]) {
      expect(titleOf(status) + detailOf(status)).toMatch(/^[\p{Script=Han}\p{P}\w /]+$/u);
    }
  });
});

describe('isUnavailable', () => {
  test.each([
    '08006',
    '57P01',
    '57P03',
    '53300',
    '58030',
    '40001',
    '40P01',
    '55P03',
    '28P01',
    '3D000',
    '55000',
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
  ])('%s', (code) => {
    expect(isUnavailable(withCode(code))).toBe(true);
    expect(isUnavailable(Object.assign(new Error('QueryFailed'), { driverError: withCode(code) }))).toBe(
      true,
    );
  });
  test.each(['23505', '23514', '42P01', '42501', '22021', 'ENOENT'])('%s is a bug, not an outage', (code) => {
    expect(isUnavailable(withCode(code))).toBe(false);
  });
  test.each([
    'timeout exceeded when trying to connect',
    'Connection terminated unexpectedly',
    'Query read timeout',
  ])('%s', (words) => {
    expect(isUnavailable(new Error(words))).toBe(true);
  });
});

describe('isNestedTooDeeply', () => {
  const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
  test('our own bodies are not, brackets in brackets are, and long lists of members', () => {
    expect(isNestedTooDeeply({ a: { b: [{ c: 1 }] } })).toBe(false);
    expect(isNestedTooDeeply('[[[[[[[[[[')).toBe(false);
    expect([nested(8), nested(9), nested(30_000)].map(isNestedTooDeeply)).toEqual([false, true, true]);
    expect(isNestedTooDeeply(Array.from({ length: 64 }, () => ({})))).toBe(false);
    expect(isNestedTooDeeply(Array.from({ length: 65 }, () => ({})))).toBe(true);
  });
});

describe('flattenErrors', () => {
  test('joins nested fields by dots and takes the first word of each', () => {
    const tree = [
      { property: 'a', constraints: { says: '甲', other: '乙' } },
      {
        property: 'b',
        children: [{ property: 'c', constraints: { whitelistValidation: 'property c should not exist' } }],
      },
    ];
    expect(flattenErrors(tree)).toEqual([
      { field: 'a', message: '甲' },
      { field: 'b.c', message: '没有这个字段，请去掉' },
    ]);
  });
});
