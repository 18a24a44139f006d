import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { aFullInquiry, anInquiry } from '../support/builders.js';
import { call, postJson, submit, type ProblemBody } from '../support/http.js';
import { NAUGHTY, seededRandom } from '../support/naughty.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ RATE_LIMITS: 'off' });
});
afterEach(() => app.sql('truncate inquiry, mail'));
afterAll(() => app.close());

const count = async () => (await app.sql<{ n: number }>('select count(*)::int as n from inquiry'))[0]?.n;
const valid = JSON.stringify(anInquiry());

describe('bodies that are no request', () => {
  test.each<[string, string, number]>([
    ['nothing', '', 400],
    ['half an object', valid.slice(0, -5), 400],
    ['a list', `[${valid}]`, 400],
    ['a string', '"text"', 400],
    ['null', 'null', 400],
    ['a number', '1', 400],
    ['a comment', `/* */${valid}`, 400],
    ['__proto__', valid.replace('{', '{"__proto__":{"accepted":true},'), 400],
    ['constructor.prototype', valid.replace('{', '{"constructor":{"prototype":{"x":1}},'), 400],
    ['1e309 for a number', valid.replace('{', '{"headcount":1e309,'), 400],
    [
      'nesting of 25,000 lists',
      valid.replace('{', `{"message":${'['.repeat(25_000)}${']'.repeat(25_000)},`),
      400,
    ],
    [
      'nesting of 10,000 objects',
      valid.replace('{', `{"source":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)},`),
      400,
    ],
    [
      'nesting of 100,000 lists',
      valid.replace('{', `{"message":${'['.repeat(100_000)}${']'.repeat(100_000)},`),
      413,
    ],
    ['a name of 60,000 letters', valid.replace('{', `{"${'x'.repeat(60_000)}":1,`), 400],
    [
      '6,000 unknown fields',
      valid.replace('{', `{${Array.from({ length: 6_000 }, (_, i) => `"k${i}":1`).join()},`),
      400,
    ],
    ['more than 64 KB', valid.replace('{', `{"message":"${'x'.repeat(66_000)}",`), 413],
  ])('%s', async (_name, body, status) => {
    const started = performance.now();
    const answer = await submit(app.url, body);
    expect([answer.status, answer.text.slice(0, 300)]).toEqual([status, expect.any(String)]);
    expect(answer.json<ProblemBody>().status).toBe(status);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(await count()).toBe(0);
  });

  test('of a field given twice the last one counts, as everywhere in JSON', async () => {
    const answer = await submit(app.url, valid.replace('{', '{"organization":"先写的单位",'));
    expect(answer.status).toBe(201);
    expect(await app.sql('select organization from inquiry')).toEqual([{ organization: '某区财政局' }]);
  });

  test.each([
    ['text/plain'],
    ['text/plain;charset=utf-8'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/xml'],
    ['application/problem+json'],
    ['application/jsonp'],
    ['json'],
  ])('content type %s is refused', async (type) => {
    const answer = await submit(app.url, valid, { 'content-type': type });
    // A urlencoded body is one the pages take, so there it is the content that is wrong.
    expect([400, 415]).toContain(answer.status);
    expect(type.startsWith('application/x-www') || answer.status === 415).toBe(true);
    expect(await count()).toBe(0);
  });

  test('no content type is refused', async () => {
    const init = { method: 'POST', body: new Blob([valid]) };
    const answer = await call(`${app.url}/api/v1/inquiries`, init);
    expect([400, 415]).toContain(answer.status);
    expect(await count()).toBe(0);
  });

  test('ordinary variants of the right type are taken', async () => {
    for (const type of ['application/json; charset=utf-8', 'APPLICATION/JSON']) {
      expect((await submit(app.url, valid, { 'content-type': type })).status).toBe(201);
    }
  });
});

describe('a fuzz over every field', () => {
  const fields = Object.keys(aFullInquiry()).filter((name) => name !== 'consent' && name !== 'source');
  const random = seededRandom(20_261_122);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const naughty = (): unknown =>
    random() < 0.8
      ? pick(NAUGHTY) + (random() < 0.3 ? pick(NAUGHTY) : '')
      : pick([null, [], {}, 0, -0, 1e21, true, ['a']]);

  test('is answered with 2xx or 4xx, each 2xx has its row, and no answer takes long', async () => {
    const bodies = Array.from({ length: 600 }, () => {
      const changed = Object.fromEntries(
        fields.filter(() => random() < 0.25).map((field) => [field, naughty()]),
      );
      return aFullInquiry(random() < 0.2 ? { ...changed, source: { utmSource: naughty() } } : changed);
    });
    const statuses: number[] = [];
    for (let start = 0; start < bodies.length; start += 20) {
      const answers = await Promise.all(bodies.slice(start, start + 20).map((body) => submit(app.url, body)));
      for (const [index, answer] of answers.entries()) {
        if (answer.status >= 500)
          throw new Error(`${answer.status}: ${JSON.stringify(bodies[start + index])}`);
        statuses.push(answer.status);
      }
    }
    expect(new Set(statuses)).toEqual(new Set([201, 400]));
    expect(await count()).toBe(statuses.filter((status) => status === 201).length);
  });

  test('headers and the look-up survive it, too', async () => {
    for (const text of NAUGHTY) {
      const lookup = await postJson(`${app.url}/api/v1/inquiries/lookup`, {
        reference: text,
        phoneLastFour: text,
      });
      expect([400, 404]).toContain(lookup.status);
      const query = await call(`${app.url}/api/v1/courses?tag=${encodeURIComponent(text.toWellFormed())}`);
      expect([200, 400, 431]).toContain(query.status);
      const path = await call(`${app.url}/api/v1/news/${encodeURIComponent(text.toWellFormed())}`);
      expect([200, 400, 404, 431]).toContain(path.status);
    }
  });
});
