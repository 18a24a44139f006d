import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { join } from 'node:path';
import pg from 'pg';
import { anInquiry } from '../support/builders.js';
import { submit } from '../support/http.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { endAll, scratchDirectory, startService } from '../support/process.js';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server.js';
import { until } from '../support/until.js';

let smtp: TestSmtpServer;
let database: TestDatabase;
let client: pg.Client;
let scratch: Awaited<ReturnType<typeof scratchDirectory>>;

beforeAll(async () => {
  scratch = await scratchDirectory();
});
beforeEach(async () => {
  smtp = await startSmtpServer();
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterEach(async () => {
  await endAll();
  await client.end();
  await database.drop();
  await smtp.close();
});
afterAll(() => scratch.remove());

const settings = async () => ({
  DATABASE_URL: database.url,
  SMTP_URL: smtp.url,
  NODE_EXTRA_CA_CERTS: await smtp.caFile(),
  MAIL_RATE_PER_MINUTE: '6000',
  RATE_LIMITS: 'off',
  VAR_DIR: join(scratch.path, 'var'),
});
const mails = async () =>
  (await client.query<{ state: string; attempts: number; message_id: string | null }>('select * from mail'))
    .rows;
/** As if the time had passed: retries are due, leases have run out, pauses are over. */
const fastForward = () =>
  client.query(`
    update mail set due_at = now() where state = 'retry';
    update mail set lease_until = now() - interval '1 second' where state = 'sending';
    update mail_channel set paused_until = null, next_slot_at = now(), strikes = 0;`);

describe('kill -9', () => {
  test('between the answer and the mail: the next process sends it', async () => {
    smtp.rule({ at: 'connect', do: 'drop' });
    const first = await startService(await settings());
    const answer = await submit(first.url, anInquiry());
    await first.kill();
    expect(answer.status).toBe(201);
    expect(smtp.messages).toHaveLength(0);
    smtp.clearRules();
    await fastForward();
    const second = await startService(await settings());
    await smtp.received(1);
    const mail = await simpleParser(smtp.messages[0]?.raw ?? '');
    expect(mail.subject).toContain(answer.json()['reference']);
    expect(await second.terminate()).toBe(0);
    expect(await mails()).toEqual([expect.objectContaining({ state: 'sent' })]);
  });

  test('in the middle of sending: it is sent again under the same Message-ID', async () => {
    smtp.rule({ at: 'data', do: 'hang' });
    const first = await startService(await settings());
    await submit(first.url, anInquiry());
    await until(async () => (await mails())[0]?.state === 'sending' && smtp.seen.logins === 1);
    const [before] = await mails();
    await first.kill();
    smtp.clearRules();
    await fastForward();
    const second = await startService(await settings());
    await smtp.received(1);
    expect(await second.terminate()).toBe(0);
    const mail = await simpleParser(smtp.messages[0]?.raw ?? '');
    expect(before?.message_id).toMatch(/^<[0-9a-f-]{36}@qq\.test>$/);
    expect(mail.messageId).toBe(before?.message_id);
    expect(await mails()).toEqual([expect.objectContaining({ state: 'sent', attempts: 2 })]);
  });

  test('after the server took it but before we knew: one duplicate, told by its Message-ID', async () => {
    smtp.rule({ at: 'stored', do: 'hang', times: 1 });
    const first = await startService(await settings());
    const answer = await submit(first.url, anInquiry());
    await smtp.received(1);
    await first.kill();
    await fastForward();
    const second = await startService(await settings());
    await smtp.received(2);
    expect(await second.terminate()).toBe(0);
    const parsed = await Promise.all(smtp.messages.map(({ raw }) => simpleParser(raw)));
    expect(new Set(parsed.map(({ messageId }) => messageId)).size).toBe(1);
    expect(
      parsed.every(({ subject }) => subject?.includes(answer.json<{ reference: string }>().reference)),
    ).toBe(true);
  });

  test('five times under load, with a client that retries: every 201 is one row and at least one mail', async () => {
    const wanted = Array.from({ length: 60 }, (_, index) => `key-${index}`);
    const references = new Map<string, string>();
    let service = await startService(await settings());
    for (let round = 0; references.size < wanted.length; round += 1) {
      const open = wanted.filter((key) => !references.has(key));
      const sending = open.map(async (key) => {
        const answer = await submit(service.url, anInquiry({ topic: key }), { 'idempotency-key': key }).catch(
          () => null,
        );
        if (answer?.status === 201) references.set(key, answer.json<{ reference: string }>().reference);
        else expect([null, 409, 503]).toContain(answer?.status ?? null);
      });
      const answered = references.size;
      if (round < 5) {
        // In the midst of it: as soon as the first new answer is there.
        await until(() => references.size > answered);
        await service.kill();
      }
      await Promise.all(sending);
      if (round < 5) service = await startService(await settings());
    }
    await fastForward();
    await until(async () => (await mails()).every(({ state }) => state === 'sent'));
    expect(await service.terminate()).toBe(0);
    const rows = (await client.query<{ idempotency_key: string; reference: string }>('select * from inquiry'))
      .rows;
    expect(new Map(rows.map((row) => [row.idempotency_key, row.reference]))).toEqual(references);
    expect(rows).toHaveLength(wanted.length);
    const parsed = await Promise.all(smtp.messages.map(({ raw }) => simpleParser(raw)));
    const ids = new Set(parsed.map(({ messageId }) => messageId));
    expect(ids.size).toBe(wanted.length);
    // No mail without its row.
    const known = new Set(rows.map(({ reference }) => reference));
    for (const { subject } of parsed)
      expect(known.has(/PX-\d\d-\w{6}/.exec(subject ?? '')?.[0] ?? '')).toBe(true);
  }, 180_000);
});
