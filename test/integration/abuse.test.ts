import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { anInquiry, anInquiryForm } from '../support/builders.js';
import { call, postJson, submit } from '../support/http.js';

let app: TestApp;
let addresses = 0;

beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: 'loopback' });
});
afterAll(() => app.close());

/** Somebody else every time. */
const someone = () => ({ 'x-forwarded-for': `203.0.113.${(addresses += 1)}` });
const count = async (table: string, where = 'true') =>
  (await app.sql<{ n: number }>(`select count(*)::int as n from ${table} where ${where}`))[0]?.n;

describe('guessing', () => {
  test('ten failed look-ups close one reference to everybody, and honest ones do not count', async () => {
    const { reference } = (await submit(app.url, anInquiry(), someone())).json<{ reference: string }>();
    const look = (phoneLastFour: string) =>
      postJson(`${app.url}/api/v1/inquiries/lookup`, { reference, phoneLastFour }, someone());
    for (let i = 0; i < 12; i += 1) expect((await look('5475')).status).toBe(200);
    for (let i = 0; i < 10; i += 1) expect((await look(`000${i}`)).status).toBe(404);
    const closed = await look('5475');
    expect(closed.status).toBe(429);
    expect(Number(closed.headers.get('retry-after'))).toBeGreaterThan(80_000);
  });

  test('a reference that does not exist closes in the same way', async () => {
    const look = () =>
      postJson(
        `${app.url}/api/v1/inquiries/lookup`,
        { reference: 'PX-26-7K3M95', phoneLastFour: '0000' },
        someone(),
      );
    for (let i = 0; i < 10; i += 1) expect((await look()).status).toBe(404);
    expect((await look()).status).toBe(429);
  });

  test('the receipt page, which tells that a reference exists, counts as a look-up', async () => {
    const headers = someone();
    const visit = () => call(`${app.url}/inquire/receipt?reference=PX-26-7K3M95`, { headers });
    for (let i = 0; i < 20; i += 1) expect((await visit()).status).toBe(303);
    expect((await visit()).status).toBe(429);
  });
});

describe('the mailbox', () => {
  test('sends ten receipts a day to one address; more requests are stored all the same', async () => {
    const body = anInquiry({ email: 'Someone@example.cn' });
    for (let i = 0; i < 12; i += 1) expect((await submit(app.url, body, someone())).status).toBe(201);
    expect(await count('inquiry', `email = 'Someone@example.cn'`)).toBe(12);
    expect(await count('mail', `recipient = 'Someone@example.cn'`)).toBe(10);
    expect(await count('rate_limit', `key ilike '%example.cn%'`)).toBe(0);
  });
});

describe('forms of other sites', () => {
  const send = (headers: Record<string, string>) =>
    call(`${app.url}/inquire`, {
      method: 'POST',
      body: anInquiryForm(),
      headers: { ...someone(), ...headers },
    });

  test('are refused, whichever way the browser tells', async () => {
    const before = await count('inquiry');
    expect((await send({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await send({ origin: 'https://evil.example' })).status).toBe(403);
    expect(await count('inquiry')).toBe(before);
  });

  test('while our own and those of old web views pass', async () => {
    expect((await send({ 'sec-fetch-site': 'same-origin', origin: app.url })).status).toBe(303);
    expect((await send({ origin: app.url })).status).toBe(303);
    expect((await send({ origin: 'null' })).status).toBe(303);
    expect((await send({})).status).toBe(303);
  });
});

describe('costly or unstorable input', () => {
  test.each([
    ['a list of objects', JSON.stringify(Array.from({ length: 20_000 }, () => ({})))],
    [
      'a wide object',
      JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, i]))),
    ],
    ['a wide member', JSON.stringify(anInquiry({ source: Array.from({ length: 20_000 }, () => 0) }))],
  ])('%s is refused with few words', async (_what, body) => {
    const answer = await submit(app.url, body, someone());
    expect(answer.status).toBe(400);
    expect(answer.text.length).toBeLessThan(2_000);
  });

  test.each(['tag=%00', 'column=%00', 'column=%ed%a0%80'])('?%s is no 500', async (query) => {
    expect((await call(`${app.url}/api/v1/news?${query}`)).status).toBeLessThan(500);
  });

  test('empty values of optional fields are absent ones', async () => {
    const body = anInquiry({ lodging: '', headcount: '', source: { newsId: '' } });
    expect((await submit(app.url, body, someone())).status).toBe(201);
  });

  test.each(['9.9.9.9:1234', '[2001:db8::1]:443', 'unknown', '2001:db8::1%eth0', 'x'.repeat(9_000)])(
    'a proxy that names the client %.20s loses no request',
    async (address) => {
      const answer = await submit(app.url, anInquiry(), { 'x-forwarded-for': address });
      expect(answer.status).toBe(201);
    },
  );
});
