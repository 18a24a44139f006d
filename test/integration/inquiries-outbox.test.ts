import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { InquiriesService } from '../../src/inquiries/inquiries.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { aFullInquiry, anInquiry } from '../support/builders.js';
import { submit, type ProblemBody } from '../support/http.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ RATE_LIMITS: 'off', MAIL_TO: 'centre@example.cn' });
});
afterEach(() => app.sql('truncate inquiry, mail'));
afterAll(() => app.close());

const counts = async () => {
  const [row] = await app.sql(
    'select (select count(*)::int from inquiry) as inquiries, (select count(*)::int from mail) as mails',
  );
  return row;
};

describe('a request and the mail it owes', () => {
  test('are in the database together: one to the centre, one to the visitor who left an address', async () => {
    await submit(app.url, aFullInquiry());
    const mails = await app.sql(
      `select m.kind, m.recipient, m.state, m.attempts, m.subject_id = i.id as "about it", m.created_at = i.received_at as "same commit"
       from mail m cross join inquiry i order by m.kind desc`,
    );
    const common = { state: 'queued', attempts: 0, 'about it': true, 'same commit': true };
    expect(mails).toEqual([
      { kind: 'inquiry.centre', recipient: 'centre@example.cn', ...common },
      { kind: 'inquiry.ack', recipient: 'zhang@example.cn', ...common },
    ]);
  });

  test('without an address only the centre is written to', async () => {
    await submit(app.url, anInquiry());
    expect(await app.sql('select kind from mail')).toEqual([{ kind: 'inquiry.centre' }]);
  });

  test('when the mail cannot be written there is no request either, and no false 201', async () => {
    await app.sql(`alter table mail add constraint broken check (kind <> 'inquiry.ack')`);
    try {
      const answer = await submit(app.url, aFullInquiry(), { 'idempotency-key': 'all-or-nothing' });
      expect(answer.status).toBe(500);
      expect(answer.json<ProblemBody>()).toMatchObject({ code: 'internal', requestId: expect.any(String) });
      expect(answer.text).not.toMatch(/broken|constraint|insert|mail/i);
      expect(await counts()).toEqual({ inquiries: 0, mails: 0 });
    } finally {
      await app.sql('alter table mail drop constraint broken');
    }
    const again = await submit(app.url, aFullInquiry(), { 'idempotency-key': 'all-or-nothing' });
    expect(again.status).toBe(201);
    expect(await counts()).toEqual({ inquiries: 1, mails: 2 });
  });

  test('when the request cannot be written there is no mail', async () => {
    await app.sql(`alter table inquiry add constraint broken check (organization <> '某区财政局')`);
    try {
      expect((await submit(app.url, aFullInquiry())).status).toBe(500);
      expect(await counts()).toEqual({ inquiries: 0, mails: 0 });
    } finally {
      await app.sql('alter table inquiry drop constraint broken');
    }
  });

  test('a reference that is taken is drawn again', async () => {
    // Every reference collides until the third attempt: the trigger rejects two of them under the real constraint.
    await app.sql(`
      create sequence draws;
      create function collide() returns trigger language plpgsql as $$
      begin
        if nextval('draws') < 3 then
          raise unique_violation using constraint = 'inquiry_reference_key';
        end if;
        return new;
      end $$;
      create trigger collide before insert on inquiry for each row execute function collide();`);
    try {
      expect((await submit(app.url, anInquiry())).status).toBe(201);
      expect(await counts()).toEqual({ inquiries: 1, mails: 1 });
    } finally {
      await app.sql('drop trigger collide on inquiry; drop function collide; drop sequence draws');
    }
  });

  test('the database flushes every commit to disk', async () => {
    const [row] = await app.sql(
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync,
         current_setting('full_page_writes') as pages`,
    );
    expect(row).toEqual({ fsync: 'on', sync: 'on', pages: 'on' });
  });
});

describe('client addresses', () => {
  test('are forgotten after seven days and no sooner', async () => {
    for (const organization of ['六天前', '七天前', '八天前'])
      await submit(app.url, anInquiry({ organization }));
    await app.sql(`
      update inquiry set received_at = now() - case organization
        when '六天前' then interval '6 days 23 hours' when '七天前' then interval '7 days 1 hour'
        else interval '8 days' end`);
    expect(await app.get(InquiriesService).forgetAddresses()).toBe(2);
    expect(await app.sql('select organization, client_address from inquiry order by received_at')).toEqual([
      { organization: '八天前', client_address: null },
      { organization: '七天前', client_address: null },
      { organization: '六天前', client_address: '127.0.0.1' },
    ]);
    expect(await app.get(InquiriesService).forgetAddresses()).toBe(0);
  });
});
