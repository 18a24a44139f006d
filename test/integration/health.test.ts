import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { anInquiry } from '../support/builders.js';
import { call, submit } from '../support/http.js';

const TOKEN = '0123456789abcdef0123456789abcdef';
let app: TestApp;
let guarded: TestApp;

beforeAll(async () => {
  app = await startApp({ RATE_LIMITS: 'off' });
  guarded = await startApp({ METRICS_TOKEN: TOKEN, TRUST_PROXY: 'loopback' }, app.database);
});
afterAll(async () => {
  await guarded.close();
  await app.close();
});

describe('health', () => {
  test('alive and ready, for nobody to keep', async () => {
    for (const [path, body] of [
      ['/health/live', { status: 'ok' }],
      ['/health/ready', { status: 'ok', database: 'ok' }],
    ] as const) {
      const answer = await call(app.url + path);
      expect([answer.status, answer.json()]).toEqual([200, body]);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('/metrics', () => {
  const metrics = (of: TestApp, headers: Record<string, string> = {}) =>
    call(`${of.url}/metrics`, { headers });

  test('are there for the machine itself, with the figures of ours', async () => {
    await submit(app.url, anInquiry());
    const answer = await metrics(app);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(answer.text).toContain('training_mails{state="queued"} 1');
    expect(answer.text).toMatch(/training_database_connections\{state="open"\} \d/);
    expect(answer.text).toContain('process_resident_memory_bytes');
  });

  test.each(['x-forwarded-for', 'forwarded'])('not through a proxy on this machine: %s', async (header) => {
    expect((await metrics(app, { [header]: '127.0.0.1' })).status).toBe(403);
  });

  test('with a token set only the token opens, from anywhere', async () => {
    const bearer = (token: string) => ({
      authorization: `Bearer ${token}`,
      'x-forwarded-for': '203.0.113.9',
    });
    expect((await metrics(guarded, bearer(TOKEN))).status).toBe(200);
    for (const wrong of [TOKEN.slice(1), `${TOKEN}x`, TOKEN.toUpperCase(), '']) {
      expect((await metrics(guarded, bearer(wrong))).status).toBe(403);
    }
    expect((await metrics(guarded)).status).toBe(403);
    expect((await metrics(app, bearer(TOKEN))).status).toBe(403);
  });
});
