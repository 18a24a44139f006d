import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { anInquiry, anInquiryForm } from '../support/builders.js';
import { call, postJson, submit, type Answer, type ProblemBody } from '../support/http.js';
import { fieldValue } from '../support/html.js';

let app: TestApp;
let other: TestApp;

beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: 'off' });
  other = await startApp({ TRUST_PROXY: 'loopback' }, app.database);
});
afterEach(() => app.sql('truncate rate_limit, inquiry, mail'));
afterAll(async () => {
  await other.close();
  await app.close();
});

/** As if so many requests had come before. */
const already = (name: string, address: string, points: number) =>
  app.sql('insert into rate_limit (key, points, expire) values ($1, $2, $3)', [
    `${name}:${address}`,
    points,
    Date.now() + 300_000,
  ]);
const from = (address: string) => ({ 'x-forwarded-for': address });
const standing = (answer: Answer) =>
  ['policy', 'limit', 'remaining'].map((name) =>
    answer.headers.get(name === 'policy' ? 'ratelimit-policy' : `ratelimit-${name}`),
  );

describe('submissions', () => {
  test('thirty in ten minutes, over all instances together; the next is 429 with the time to wait', async () => {
    const answers: Answer[] = [];
    for (let i = 0; i < 32; i += 1) {
      answers.push(await submit(other.url, anInquiry(), from('198.51.100.7')));
    }
    expect(answers.map(({ status }) => status)).toEqual([...Array<number>(30).fill(201), 429, 429]);
    expect(standing(answers[0] as Answer)).toEqual(['30;w=600', '30', '29']);
    expect(standing(answers[29] as Answer)).toEqual(['30;w=600', '30', '0']);
    const refused = answers[30] as Answer;
    expect(refused.json<ProblemBody>()).toMatchObject({
      code: 'rate_limited',
      status: 429,
      detail: expect.stringMatching(/分钟后再试/),
    });
    expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(500);
    expect(wait).toBeLessThanOrEqual(600);
    expect(Number(refused.headers.get('ratelimit-reset'))).toBe(wait);
    expect(await app.sql('select count(*)::int as n from inquiry')).toEqual([{ n: 30 }]);
  });

  test('what one instance counted the other knows', async () => {
    await already('submit', '127.0.0.1', 29);
    expect((await submit(app.url, anInquiry())).status).toBe(201);
    expect((await submit(other.url, anInquiry())).status).toBe(429);
  });

  test('an invented X-Forwarded-For changes nothing unless the proxy is trusted', async () => {
    await already('submit', '127.0.0.1', 30);
    for (const header of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'x-client-ip', 'cf-connecting-ip']) {
      const answer = await submit(app.url, anInquiry(), {
        [header]: header === 'forwarded' ? 'for=203.0.113.9' : '203.0.113.9',
      });
      expect([header, answer.status]).toEqual([header, 429]);
    }
    expect((await submit(other.url, anInquiry(), from('203.0.113.9'))).status).toBe(201);
    const [row] = await app.sql('select client_address from inquiry');
    expect(row).toEqual({ client_address: '203.0.113.9' });
  });

  test('behind a trusted proxy only what that proxy added is believed', async () => {
    await already('submit', '198.51.100.20', 30);
    const forged = await submit(other.url, anInquiry(), from('203.0.113.50, 198.51.100.20'));
    expect(forged.status).toBe(429);
  });

  test('one IPv6 subscriber is a /64', async () => {
    await already('submit', '2001:db8:1:2', 30);
    expect((await submit(other.url, anInquiry(), from('2001:db8:1:2:aaaa::1'))).status).toBe(429);
    expect((await submit(other.url, anInquiry(), from('2001:db8:1:2::ffff'))).status).toBe(429);
    expect((await submit(other.url, anInquiry(), from('2001:db8:1:3::1'))).status).toBe(201);
  });

  test('what breaks a rule costs nothing: a typing mistake is no abuse', async () => {
    for (let i = 0; i < 3; i += 1) await submit(app.url, anInquiry({ phone: '1' }));
    expect(await app.sql('select * from rate_limit')).toEqual([]);
  });

  test('the form shares the allowance, and its 429 keeps everything typed', async () => {
    await already('submit', '127.0.0.1', 30);
    const body = anInquiryForm({ organization: '某区 <财政局>', message: '第一行\n第二行' });
    const answer = await call(`${app.url}/inquire`, { method: 'POST', body });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.text).toContain('次数过多');
    expect(fieldValue(answer.text, 'organization')).toBe('某区 <财政局>');
    expect(fieldValue(answer.text, 'message')).toBe('第一行\n第二行');
    expect(fieldValue(answer.text, 'consent')).toBe('true');
  });
});

describe('look-ups', () => {
  test('twenty in ten minutes, right or wrong, apart from submissions', async () => {
    await already('lookup', '127.0.0.1', 19);
    const url = `${app.url}/api/v1/inquiries/lookup`;
    const sent = await submit(other.url, anInquiry(), from('198.51.100.30'));
    const { reference } = sent.json<{ reference: string }>();
    const last = await postJson(url, { reference, phoneLastFour: '0000' });
    expect(last.status).toBe(404);
    expect(standing(last)).toEqual(['20;w=600', '20', '0']);
    const over = await postJson(url, { reference, phoneLastFour: '5475' });
    expect(over.status).toBe(429);
    expect(over.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await submit(other.url, anInquiry(), from('198.51.100.30'))).status).toBe(201);
    const page = new URLSearchParams({ reference, phoneLastFour: '5475' });
    const html = await call(`${app.url}/inquire/status`, { method: 'POST', body: page });
    expect(html.status).toBe(429);
    expect(fieldValue(html.text, 'reference')).toBe(reference);
  });
});

describe('RATE_LIMITS=off', () => {
  test('counts nothing and says so at start only', async () => {
    const free = await startApp({ RATE_LIMITS: 'off' }, app.database);
    try {
      await already('submit', '127.0.0.1', 30);
      const answer = await submit(free.url, anInquiry());
      expect(answer.status).toBe(201);
      expect(answer.headers.get('ratelimit-limit')).toBeNull();
    } finally {
      await free.close();
    }
  });
});
