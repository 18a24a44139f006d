import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import pg from 'pg';
import { aFullInquiry, anInquiryForm } from '../support/builders.js';
import { call, postJson, submit } from '../support/http.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { endAll, scratchDirectory, startService } from '../support/process.js';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server.js';
import { until } from '../support/until.js';

let smtp: TestSmtpServer;
let database: TestDatabase;
let client: pg.Client;
let scratch: Awaited<ReturnType<typeof scratchDirectory>>;

beforeAll(async () => {
  smtp = await startSmtpServer();
  scratch = await scratchDirectory();
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterEach(() => endAll());
afterAll(async () => {
  await client.end();
  await database.drop();
  await smtp.close();
  await scratch.remove();
});

/** What must never be read in a log, in the forms in which it may turn up there. */
const CANARIES = {
  organization: '金丝雀单位甲',
  contactName: '金丝雀姓名乙',
  position: '金丝雀职务丙',
  phone: '13900007531',
  email: 'canary.box@leak.example',
  topic: '金丝雀主题丁',
  audience: '金丝雀对象戊',
  message: '金丝雀留言己',
};

describe('the log of a whole run, at its most talkative', () => {
  test('holds no personal data, whatever went wrong', async () => {
    const service = await startService({
      DATABASE_URL: database.url,
      SMTP_URL: smtp.url,
      NODE_EXTRA_CA_CERTS: await smtp.caFile(),
      MAIL_RATE_PER_MINUTE: '60000',
      VAR_DIR: join(scratch.path, 'var'),
      LOG_LEVEL: 'trace',
      RATE_LIMITS: 'off',
      MAIL_TO: 'office@centre.test',
    });
    const url = service.url;
    const body = aFullInquiry({
      ...CANARIES,
      source: { landingUrl: `https://x.example/?tel=${CANARIES.phone}` },
    });
    // A server that repeats the recipient in its refusal, as many do.
    smtp.rule({ at: 'rcpt', do: `550 Mailbox <${CANARIES.email}> unavailable`, to: CANARIES.email });
    const sent = await submit(url, body, { 'idempotency-key': `key-of-${CANARIES.phone}` });
    expect(sent.status).toBe(201);
    await submit(url, body, { 'idempotency-key': `key-of-${CANARIES.phone}` });
    await submit(url, { ...body, topic: '别的' }, { 'idempotency-key': `key-of-${CANARIES.phone}` });
    await submit(url, { ...body, phone: `${CANARIES.phone}x`, headcount: CANARIES.message });
    await submit(url, `${JSON.stringify(body)}}`);
    await submit(url, { ...body, message: CANARIES.message.repeat(5_000) });
    await call(`${url}/inquire`, { method: 'POST', body: anInquiryForm({ ...CANARIES }) });
    await call(`${url}/inquire`, { method: 'POST', body: anInquiryForm({ ...CANARIES, phone: '1' }) });
    const { reference } = sent.json<{ reference: string }>();
    await postJson(`${url}/api/v1/inquiries/lookup`, { reference, phoneLastFour: '7531' });
    await call(`${url}/courses?tag=${encodeURIComponent(CANARIES.contactName)}`);
    await call(`${url}/${encodeURIComponent(CANARIES.contactName)}/${CANARIES.phone}.html`, {
      headers: {
        referer: `${url}/?tel=${CANARIES.phone}`,
        'user-agent': CANARIES.email,
        cookie: `a=${CANARIES.phone}`,
      },
    });
    // PostgreSQL quotes the values of a statement that broke a rule.
    await client.query(
      `alter table inquiry add constraint broken check (organization not like '金丝雀%') not valid`,
    );
    expect((await submit(url, body)).status).toBe(500);
    expect((await call(`${url}/inquire`, { method: 'POST', body: anInquiryForm(CANARIES) })).status).toBe(
      500,
    );
    await client.query('alter table inquiry drop constraint broken');
    await client.query(`
      create function tell() returns trigger language plpgsql as $$
      begin raise exception 'refused: % %', new.phone, new.message using detail = new.contact_name; end $$;
      create trigger tell before insert on inquiry for each row execute function tell();`);
    expect((await submit(url, body)).status).toBe(500);
    await until(async () => {
      const { rows } = await client.query<{ open: number }>(
        `select count(*)::int as open from mail where state in ('queued', 'sending')`,
      );
      return rows[0]?.open === 0;
    });
    expect(await service.terminate()).toBe(0);

    const log = service.output();
    // The log is a log: it saw the refusal, the failures and the requests.
    expect(log).toContain('recipient_refused');
    expect(log.match(/"unexpected error"/g)?.length).toBe(3);
    expect(log).toContain(reference);
    for (const [field, canary] of Object.entries(CANARIES)) {
      const forms = [
        canary,
        encodeURIComponent(canary),
        JSON.stringify(canary).slice(1, -1),
        canary.slice(0, -1),
      ];
      for (const form of forms) expect([field, log.includes(form)]).toEqual([field, false]);
    }
    expect(log).not.toContain('abcdefghijklmnop'); // the mail account's code
    expect(log).not.toContain(URL.parse(database.url)?.password ?? '-');
  });
});
