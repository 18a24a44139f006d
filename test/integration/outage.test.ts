import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { ChangeFeed } from '../../src/platform/database/change-feed.js';
import { CHANGE_FEED } from '../../src/platform/tokens.js';
import { startApp, type TestApp } from '../support/app.js';
import { anInquiry, anInquiryForm } from '../support/builders.js';
import { fieldValue } from '../support/html.js';
import { call, submit, type ProblemBody } from '../support/http.js';
import { until } from '../support/until.js';

let app: TestApp;
let admin: pg.Client;
let name: string;

beforeAll(async () => {
  app = await startApp({ RATE_LIMITS: 'off' });
  admin = new pg.Client({ connectionString: process.env['TEST_DATABASE_URL'] });
  admin.on('error', () => undefined);
  await admin.connect();
  name = new URL(app.database.url).pathname.slice(1);
});
afterAll(async () => {
  await admin.end();
  await app.close();
});

/** Nobody gets in, whoever is in is thrown out. */
async function takeAway(): Promise<void> {
  await admin.query(`alter database ${name} allow_connections false`);
  await cut();
}
const giveBack = () => admin.query(`alter database ${name} allow_connections true`);
const cut = () =>
  admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
const ready = async () => (await call(`${app.url}/health/ready`)).status;

describe('while the database is away', () => {
  test.each(['renamed', 'closed'])('%s: 503 everywhere, and back without a restart', async (how) => {
    const away = `${name}_away`;
    const take = () =>
      admin.query(
        how === 'renamed'
          ? `alter database ${name} rename to ${away}`
          : `alter database ${name} allow_connections false`,
      );
    const give = () =>
      how === 'renamed' ? admin.query(`alter database ${away} rename to ${name}`) : giveBack();
    await until(async () => {
      await cut();
      return take().then(
        () => true,
        () => false,
      );
    });
    await cut();
    try {
      expect([(await submit(app.url, anInquiry())).status, await ready()]).toEqual([503, 503]);
    } finally {
      await give();
    }
    await until(async () => (await ready()) === 200);
    expect((await submit(app.url, anInquiry())).status).toBe(201);
  });

  test('the API says 503 and when to come back; health knows; the process lives on', async () => {
    await takeAway();
    try {
      const answer = await submit(app.url, anInquiry());
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(answer.json<ProblemBody>()).toMatchObject({ code: 'unavailable', title: '服务暂时不可用' });
      expect(answer.text).not.toMatch(/database|connection|pg|57P|allow_conn/i);
      for (const path of ['/api/v1/news', '/api/v1/courses/chengyu-shuangcheng']) {
        expect([path, (await call(app.url + path)).status]).toEqual([path, 503]);
      }
      expect(await ready()).toBe(503);
      expect((await call(`${app.url}/health/ready`)).json()).toEqual({
        status: 'unavailable',
        database: 'unavailable',
      });
      expect((await call(`${app.url}/health/live`)).json()).toEqual({ status: 'ok' });
    } finally {
      await giveBack();
    }
    await until(async () => (await ready()) === 200);
    expect((await submit(app.url, anInquiry())).status).toBe(201);
  });

  test('the form comes back with everything typed, and sending it again afterwards stores it once', async () => {
    await until(() => app.get<ChangeFeed>(CHANGE_FEED).connected);
    await call(`${app.url}/inquire`); // pages were seen before, as they are on any day
    const body = anInquiryForm({ message: '第一行\n<第二行>', position: '科长', format: 'online' });
    await takeAway();
    let html = '';
    try {
      const answer = await call(`${app.url}/inquire`, { method: 'POST', body });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
      html = answer.text;
      for (const [field, value] of body) {
        if (field === 'noticeVersion') continue;
        expect([field, fieldValue(html, field)]).toEqual([field, value]);
      }
      expect(html).toContain('暂时没能保存您的需求');
      expect(html).toContain('023-6276-2687');
    } finally {
      await giveBack();
    }
    await until(async () => (await ready()) === 200);
    body.set('idempotencyKey', fieldValue(html, 'idempotencyKey') ?? '');
    const [first, second] = [
      await call(`${app.url}/inquire`, { method: 'POST', body }),
      await call(`${app.url}/inquire`, { method: 'POST', body }),
    ];
    expect([first.status, second.headers.get('location')]).toEqual([303, first.headers.get('location')]);
  });

  test('the form also comes back when the database leaves again before anybody saw a page', async () => {
    await until(() => app.get<ChangeFeed>(CHANGE_FEED).connected);
    await call(`${app.url}/inquire`);
    await takeAway();
    await until(() => !app.get<ChangeFeed>(CHANGE_FEED).connected);
    await giveBack();
    await until(() => app.get<ChangeFeed>(CHANGE_FEED).connected);
    await takeAway();
    try {
      const body = anInquiryForm({ message: '第一行\n第二行' });
      const answer = await call(`${app.url}/inquire`, { method: 'POST', body });
      expect(answer.status).toBe(503);
      expect(fieldValue(answer.text, 'message')).toBe('第一行\n第二行');
    } finally {
      await giveBack();
    }
    await until(async () => (await ready()) === 200);
  });

  test('connections cut again and again under load: no false 201, no lost one, and it recovers', async () => {
    await app.sql('truncate inquiry, mail').catch(() => app.sql('truncate inquiry, mail'));
    const accepted = new Set<string>();
    const statuses = new Set<number>();
    const load = new AbortController();
    const cutter = (async () => {
      while (!load.signal.aborted) {
        await cut();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    for (let round = 0; round < 25; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          submit(app.url, anInquiry(), { 'idempotency-key': `cut-${round}-${index}` }),
        ),
      );
      for (const answer of answers) {
        statuses.add(answer.status);
        if (answer.status === 201) accepted.add(answer.json<{ reference: string }>().reference);
      }
    }
    load.abort();
    await cutter;
    await until(async () => (await ready()) === 200);
    expect([...statuses].filter((status) => ![201, 409, 503].includes(status))).toEqual([]);
    expect(statuses).toContain(503);
    await until(async () => (await app.sql('select 1').catch(() => [])).length === 1);
    const rows = await app.sql<{ reference: string; mails: number }>(
      'select reference, (select count(*)::int from mail where subject_id = i.id) as mails from inquiry i',
    );
    const stored = new Set(rows.map(({ reference }) => reference));
    expect([...accepted].filter((reference) => !stored.has(reference))).toEqual([]);
    expect(rows.every(({ mails }) => mails === 1)).toBe(true);
    // What was answered with 503 and sent again under its key is there once.
    const again = await submit(app.url, anInquiry(), { 'idempotency-key': 'cut-0-0' });
    expect(again.status).toBe(201);
    expect(await app.sql("select from inquiry where idempotency_key = 'cut-0-0'")).toHaveLength(1);
  });

  test('a statement that waits for a lock ends in 503 within its budget', async () => {
    const holder = new pg.Client({ connectionString: app.database.url });
    await holder.connect();
    try {
      await holder.query('begin; lock table mail in access exclusive mode');
      const started = performance.now();
      const answer = await submit(app.url, anInquiry());
      expect(answer.status).toBe(503);
      expect(performance.now() - started).toBeLessThan(12_000);
    } finally {
      await holder.end();
    }
    expect((await submit(app.url, anInquiry())).status).toBe(201);
  });
});
