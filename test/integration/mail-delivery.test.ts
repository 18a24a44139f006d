import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { DeliveryBench, note } from '../support/delivery.js';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server.js';

let bench: DeliveryBench;
let server: TestSmtpServer;

beforeAll(async () => {
  bench = await DeliveryBench.open();
  server = await startSmtpServer();
});

afterEach(async () => {
  await bench.reset();
  server.clearRules();
  server.messages.length = 0;
  Object.assign(server.seen, { connections: 0, logins: 0, plaintext: 0 });
});

afterAll(async () => {
  await server.close();
  await bench.close();
});

const pausedFor = async (): Promise<number> => {
  const [channel] = await bench.mails.channels();
  return channel?.pausedUntil ? (channel.pausedUntil.getTime() - Date.now()) / 1000 : 0;
};
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const messageIds = (): (string | undefined)[] =>
  server.messages.map(({ raw }) => /^Message-ID: (\S+)/im.exec(raw.toString('latin1'))?.[1]);

describe('a healthy server', () => {
  it('gets what was rendered, to the letter, over TLS, with one login', async () => {
    const ids = await bench.owe(3);
    expect(await bench.smtpWorker(server).drain()).toBe(3);
    expect(server.seen).toEqual({ connections: 1, logins: 1, plaintext: 0 });
    const [row] = await bench.database.query<{ subject_id: string }[]>('select subject_id from mail limit 1');
    const expected = note(row?.subject_id ?? '');
    const mail = await simpleParser(server.messages[0]?.raw ?? '');
    expect(mail.subject).toBe(expected.subject);
    expect(mail.text).toBe(expected.text);
    expect(mail.html).toBe(expected.html);
    expect(mail.messageId).toBe(`<${ids[0]}@qq.test>`);
    expect(mail.from?.value).toEqual([{ name: '重庆工商大学干部培训中心', address: 'centre@qq.test' }]);
    expect(server.messages[0]?.to).toEqual(['office@qq.test']);
    expect(await bench.rows()).toMatchObject(
      ids.map((id) => ({ id, state: 'sent', attempts: 1, outcome: 'sent' })),
    );
  });

  it('gets every message once from two workers at work together', async () => {
    const ids = await bench.owe(40);
    const workers = [bench.smtpWorker(server), bench.smtpWorker(server)];
    for (const worker of workers) worker.start();
    await server.received(40);
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(new Set(messageIds()).size).toBe(40);
    expect(server.messages).toHaveLength(40);
    const leases = bench.logs.filter(({ msg }) => msg === 'mail sent').map(({ lease }) => lease);
    expect(new Set(leases).size).toBe(40);
    expect((await bench.rows()).map(({ id, state }) => [id, state])).toEqual(ids.map((id) => [id, 'sent']));
  });

  it('is not sent to faster than the pace, by all workers together', async () => {
    await bench.owe(6);
    const pace = { slotMs: 100 };
    const started = Date.now();
    await Promise.all([bench.smtpWorker(server, pace).drain(), bench.smtpWorker(server, pace).drain()]);
    expect(server.messages).toHaveLength(6);
    expect((server.messages.at(-1)?.at ?? 0) - started).toBeGreaterThanOrEqual(500); // five slots
  });

  it('may close a warm connection without costing an attempt', async () => {
    const worker = bench.smtpWorker(server);
    await bench.owe();
    await worker.drain();
    server.cut();
    await sleep(20);
    const [id] = await bench.owe();
    await worker.drain();
    expect(await bench.row(id ?? '')).toMatchObject({ state: 'sent', attempts: 1 });
    expect(server.seen.logins).toBe(2);
  });
});

describe('a server in trouble', () => {
  it.each([
    ['connect', '421 too many connections'],
    ['rcpt', '450 mailbox busy'],
    ['rcpt', '421 closing'],
    ['data', '451 local error'],
    ['data', '452 full'],
    ['mail', 'drop'],
    ['rcpt', 'drop'],
    ['body', 'drop'],
    ['data', 'drop'],
  ] as const)('at %s with “%s” gets the message again later, once', async (at, how) => {
    server.rule({ at, do: how, times: 1 });
    const [id = ''] = await bench.owe();
    const worker = bench.smtpWorker(server);
    await worker.drain();
    expect(await bench.row(id)).toMatchObject({ state: 'retry', attempts: 1, outcome: 'retry' });
    if (how !== 'drop') expect((await bench.row(id)).reply).toContain(how);
    await bench.fastForward();
    await worker.drain();
    expect(await bench.row(id)).toMatchObject({ state: 'sent', attempts: 2, outcome: 'sent' });
    expect(server.messages).toHaveLength(1);
  });

  it('that accepts but loses its answer gets a second copy with the same Message-ID', async () => {
    server.rule({ at: 'stored', do: 'drop', times: 1 });
    await bench.owe();
    const worker = bench.smtpWorker(server);
    await worker.drain();
    await bench.fastForward();
    await worker.drain();
    const [first, second, ...more] = messageIds();
    expect(more).toEqual([]);
    expect(first).toBeDefined();
    expect(second).toBe(first);
  });

  it.each(['connect', 'auth', 'mail', 'rcpt', 'body', 'data', 'stored'] as const)(
    'that hangs at %s is left at the deadline, and the next message goes out',
    async (at) => {
      server.rule({ at, do: 'hang', times: 1 });
      const [stuck = '', next = ''] = await bench.owe(2);
      const started = Date.now();
      await bench.smtpWorker(server, { attemptMs: 250, backoffSeconds: [60] }).drain();
      expect(Date.now() - started).toBeLessThan(1_500);
      expect(await bench.row(stuck)).toMatchObject({ state: 'retry', outcome: 'retry', attempts: 1 });
      expect((await bench.row(next)).state).toBe('sent');
    },
  );

  it('is given up on after the last attempt, visibly', async () => {
    server.rule({ at: 'rcpt', do: '450 busy' });
    const [id = ''] = await bench.owe();
    const worker = bench.smtpWorker(server, { maxAttempts: 3 });
    for (let round = 0; round < 5; round += 1) {
      await worker.drain();
      await bench.fastForward();
    }
    expect(await bench.row(id)).toMatchObject({ state: 'parked', attempts: 3 });
    expect(bench.logs.at(-1)).toMatchObject({ level: 50, mail: id });
    server.clearRules();
    expect(await bench.mails.requeue(id)).toBe(true);
    await worker.drain();
    expect((await bench.row(id)).state).toBe('sent');
    expect(await bench.mails.requeue(id)).toBe(false);
  });
});

describe('a server that refuses', () => {
  it('a recipient is asked once more, late; others get theirs meanwhile', async () => {
    server.rule({ at: 'rcpt', do: '550 Mailbox unavailable or access denied', to: 'gone@qq.test' });
    const [bad = ''] = await bench.owe(1, 'note', 'gone@qq.test');
    const good = await bench.owe(2);
    const worker = bench.smtpWorker(server);
    expect(await worker.drain()).toBe(3);
    expect(server.seen.logins).toBe(1); // RSET, not a new login
    const waiting = await bench.row(bad);
    expect(waiting).toMatchObject({ state: 'retry', outcome: 'recipient_refused' });
    expect(waiting.dueIn).toBeGreaterThan(1_700);
    for (const id of good) expect((await bench.row(id)).state).toBe('sent');
    await bench.fastForward();
    await worker.drain();
    expect(await bench.row(bad)).toMatchObject({ state: 'parked', attempts: 2 });
    expect(await pausedFor()).toBe(0);
  });

  it('the content gets the minimal version once', async () => {
    const filter = '550 The mail may contain inappropriate words or content.';
    server.rule({ at: 'data', do: filter, times: 1 });
    const [id = ''] = await bench.owe();
    const worker = bench.smtpWorker(server);
    await worker.drain();
    expect(await bench.row(id)).toMatchObject({ state: 'retry', outcome: 'content_refused' });
    await bench.fastForward();
    await worker.drain();
    expect(await bench.row(id)).toMatchObject({ state: 'sent', attempts: 2 });
    const mail = await simpleParser(server.messages[0]?.raw ?? '');
    expect(mail.subject).toBe('新的培训需求');
    expect(mail.html).toBe(false);

    server.rule({ at: 'data', do: filter });
    const [hopeless = ''] = await bench.owe();
    await worker.drain();
    await bench.fastForward();
    await worker.drain();
    expect(await bench.row(hopeless)).toMatchObject({ state: 'parked', outcome: 'content_refused' });
  });

  it.each(['554 transaction failed', '552 too large'] as const)('with “%s” parks at once', async (how) => {
    server.rule({ at: 'data', do: how, times: 1 });
    const [bad = '', good = ''] = await bench.owe(2);
    await bench.smtpWorker(server).drain();
    expect(await bench.row(bad)).toMatchObject({ state: 'parked', outcome: 'permanent' });
    expect((await bench.row(good)).state).toBe('sent');
  });

  it('our login is left alone, costs no message an attempt, and is tried again by one message', async () => {
    server.rule({ at: 'auth', do: '535 Login Fail. Please enter your authorization code to login.' });
    await bench.owe(5);
    const workers = [bench.smtpWorker(server), bench.smtpWorker(server)];
    const drainAll = () => Promise.all(workers.map((worker) => worker.drain()));
    await workers[0]?.drain();
    await drainAll();
    expect(server.seen.logins).toBe(1);
    expect(await pausedFor()).toBeGreaterThan(590);
    expect((await bench.rows()).every(({ attempts }) => attempts === 0)).toBe(true);
    expect(bench.logs.filter(({ msg, level }) => msg === 'mail is paused' && level === 50)).toHaveLength(1);

    await bench.endPause();
    await drainAll();
    expect(server.seen.logins).toBe(2); // the probe
    expect(await pausedFor()).toBeGreaterThan(1_190);

    server.clearRules();
    await bench.endPause();
    await drainAll();
    expect(server.messages).toHaveLength(5);
    expect(await bench.mails.channels()).toMatchObject([{ strikes: 0, pausedUntil: null }]);
  });

  it.each([
    ['data', '550 Too many attempts. Unable to send. Try again later', 'throttled'],
    ['mail', '550 Sender frequency limited', 'throttled'],
    ['connect', '550 Connection frequency limited', 'throttled'],
    ['mail', '501 mail from address must be same as authorization user', 'misconfigured'],
    ['auth', '454 Authentication failed, please open smtp flag first', 'misconfigured'],
  ] as const)('us at %s with “%s” pauses all mail and loses none', async (at, how, outcome) => {
    server.rule({ at, do: how, times: 1 });
    await bench.owe(3);
    const worker = bench.smtpWorker(server);
    expect(await worker.drain()).toBe(1);
    expect(await worker.drain()).toBe(0);
    expect((await bench.rows())[0]).toMatchObject({ state: 'retry', outcome, attempts: 0 });
    expect(await pausedFor()).toBeGreaterThan(1_700);
    await bench.endPause();
    expect(await worker.drain()).toBe(3);
    expect(server.messages).toHaveLength(3);
  });
});
