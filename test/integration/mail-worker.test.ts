import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { StartupProblem } from '../../src/kernel/startup-problem.js';
import { DeliveryBell } from '../../src/mail/delivery-bell.js';
import { FileTransport } from '../../src/mail/file.transport.js';
import { SmtpTransport } from '../../src/mail/smtp.transport.js';
import { ChangeFeed } from '../../src/platform/database/change-feed.js';
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
});

afterAll(async () => {
  await server.close();
  await bench.close();
});

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the table', () => {
  const claim = { channel: 'smtp', slotMs: 0, probeSeconds: 90, domain: 'qq.test' };

  it('gives a row to the next worker when the first one died, under the same Message-ID', async () => {
    const [id = ''] = await bench.owe();
    const dead = await bench.mails.claimNext({ ...claim, leaseSeconds: 0.3 });
    if ('because' in dead) throw new Error('nothing claimed');
    const worker = bench.smtpWorker(server);
    expect(await worker.drain()).toBe(0); // the lease is respected
    await sleep(320);
    expect(await worker.drain()).toBe(1);
    expect(server.messages[0]?.raw.toString('latin1')).toContain(`Message-ID: ${dead.messageId}`);
    // The first one was only slow: it has nothing to say any more.
    expect(await bench.mails.markSent(dead, 'smtp', 0, '250 OK')).toBe(false);
    const release = { retryInSeconds: null, counts: true, outcome: 'permanent' as const, reply: '' };
    expect(await bench.mails.release(dead, release)).toBe(false);
    expect(await bench.row(id)).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('says why there is nothing to do and when to ask again', async () => {
    const ask = () => bench.mails.claimNext({ ...claim, leaseSeconds: 60 });
    expect(await ask()).toEqual({ because: 'nothing_due', waitMs: null });
    const [id = ''] = await bench.owe();
    await bench.database.query(`update mail set due_at = now() + interval '10 s' where id = $1`, [id]);
    expect(await ask()).toEqual({ because: 'nothing_due', waitMs: expect.closeTo(10_000, -3) });
    await bench.database.query(`update mail_channel set next_slot_at = now() + interval '5 s'`);
    expect(await ask()).toEqual({ because: 'paced', waitMs: expect.closeTo(5_000, -3) });
    await bench.mails.pauseChannel('smtp', { firstSeconds: 60, mostSeconds: 3600 }, 'throttled');
    expect(await ask()).toEqual({ because: 'paused', waitMs: expect.closeTo(60_000, -3) });
    expect(await bench.mails.clearPause('smtp')).toBe(true);
    await bench.owe();
    await bench.database.transaction(async (manager) => {
      await manager.query('select from mail_channel for update');
      expect(await ask()).toMatchObject({ because: 'busy' });
    });
    expect(await ask()).toMatchObject({ attempts: 1 });
    expect(await bench.mails.counts()).toEqual({ queued: 1, sending: 1, retry: 0, sent: 0, parked: 0 });
  });

  it('never gives one row to two of many who ask at once', async () => {
    await bench.owe(25);
    const taken: string[] = [];
    const take = async (): Promise<void> => {
      for (let misses = 0; misses < 40;) {
        const mail = await bench.mails.claimNext({ ...claim, leaseSeconds: 60 });
        if ('because' in mail) misses += mail.because === 'busy' ? 1 : 40;
        else taken.push(mail.id);
      }
    };
    await Promise.all(Array.from({ length: 6 }, take));
    expect(taken).toHaveLength(25);
    expect(new Set(taken).size).toBe(25);
  });
});

describe('the worker', () => {
  it('parks a row that cannot be rendered after three attempts, and others flow', async () => {
    bench.renderers.register('poison', () => Promise.reject(new Error('about office@qq.test')));
    bench.renderers.register('gone', () => Promise.resolve(null));
    const [poison = ''] = await bench.owe(1, 'poison');
    const [gone = ''] = await bench.owe(1, 'gone');
    const [foreign = ''] = await bench.owe(1, 'from.a.newer.version');
    const [good = ''] = await bench.owe();
    const worker = bench.smtpWorker(server);
    await worker.drain();
    expect((await bench.row(good)).state).toBe('sent');
    expect(await bench.row(gone)).toMatchObject({ state: 'parked', outcome: 'subject_gone' });
    for (let round = 0; round < 4; round += 1) {
      await bench.fastForward();
      await worker.drain();
    }
    expect(await bench.row(poison)).toMatchObject({ state: 'parked', attempts: 3, outcome: 'render_failed' });
    expect(await bench.row(foreign)).toMatchObject({ state: 'retry', outcome: 'no_renderer' });
    expect(server.messages).toHaveLength(1);
    expect(JSON.stringify(bench.logs)).not.toContain('office');
  });

  it('does not park a message because the database went away while it was rendered', async () => {
    let cuts = 4;
    bench.renderers.register('unlucky', async (subject) => {
      cuts -= 1;
      if (cuts >= 0) await bench.database.query('select pg_terminate_backend(pg_backend_pid())');
      return note(subject);
    });
    const [id = ''] = await bench.owe(1, 'unlucky');
    const worker = bench.smtpWorker(server);
    for (let round = 0; round < 5; round += 1) {
      await worker.drain();
      await bench.fastForward();
    }
    expect(await bench.row(id)).toMatchObject({ state: 'sent', attempts: 5 });
  });

  it('is woken by the bell, through PostgreSQL, long before it would look by itself', async () => {
    const feed = new ChangeFeed(bench.url, bench.log);
    await feed.open();
    const worker = bench.smtpWorker(server, { pollMs: 60_000 });
    feed.on('mail', () => worker.wake());
    worker.start();
    const bell = new DeliveryBell(bench.database, bench.log);
    try {
      for (let count = 1; count <= 3; count += 1) {
        await sleep(30);
        await bench.owe();
        bell.ring();
        await server.received(count, 2_000);
      }
    } finally {
      bell.onModuleDestroy();
      await worker.stop();
      await feed.close();
    }
  });

  it('finishes the attempt in flight when it is told to stop', async () => {
    server.rule({ at: 'data', do: 'hang' });
    const [id = ''] = await bench.owe(2);
    const worker = bench.smtpWorker(server, { attemptMs: 400, backoffSeconds: [60] });
    worker.start();
    await sleep(200);
    expect((await bench.row(id)).state).toBe('sending');
    await worker.stop();
    expect(await bench.rows()).toMatchObject([{ state: 'retry' }, { state: 'queued' }]);
  });

  it('survives the loss of every database connection, again and again, without sending twice', async () => {
    const ids = await bench.owe(60);
    const worker = bench.smtpWorker(server, { leaseSeconds: 1.5, attemptMs: 1_000 });
    worker.start();
    const end = Date.now() + 15_000;
    for (let sent = 0; sent < ids.length && Date.now() < end;) {
      await bench.database
        .query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()`)
        .catch(() => undefined);
      await sleep(150);
      sent = (await bench.mails.counts().catch(() => ({ sent: 0 }))).sent;
    }
    await worker.stop();
    expect((await bench.rows()).map(({ state }) => state)).toEqual(ids.map(() => 'sent'));
    expect(server.messages).toHaveLength(ids.length);
  });

  it('logs no address, no subject and no text', async () => {
    server.rule({ at: 'rcpt', do: '550 <office@qq.test>: no such user', times: 1 });
    await bench.owe(2);
    await bench.smtpWorker(server).drain();
    const log = JSON.stringify(bench.logs);
    expect(log).toContain('recipient_refused');
    expect(log).not.toMatch(/office|@|培训|编号/);
    expect((await bench.rows())[0]?.reply).not.toContain('office');
  });
});

describe('a way out that cannot be trusted', () => {
  it.each(['implicit', 'starttls'] as const)('is not taken when nobody vouches for it (%s)', async (mode) => {
    const strange = await startSmtpServer({ mode });
    try {
      const [id = ''] = await bench.owe();
      await bench.worker(new SmtpTransport(strange.settings)).drain();
      expect(await bench.row(id)).toMatchObject({ state: 'retry', outcome: 'insecure', attempts: 0 });
      expect(strange.seen.logins).toBe(0);
    } finally {
      await strange.close();
    }
  });

  it('is not taken without TLS when STARTTLS has been stripped', async () => {
    const stripped = await startSmtpServer({ mode: 'stripped' });
    try {
      const [id = ''] = await bench.owe();
      await bench.smtpWorker(stripped).drain();
      expect(await bench.row(id)).toMatchObject({ state: 'retry', outcome: 'insecure' });
      expect(stripped.seen).toMatchObject({ logins: 0, plaintext: 0 });
      expect(stripped.messages).toEqual([]);
    } finally {
      await stripped.close();
    }
  });

  it('is taken with STARTTLS', async () => {
    const modern = await startSmtpServer({ mode: 'starttls' });
    try {
      await bench.owe();
      await bench.smtpWorker(modern).drain();
      expect(modern.messages).toHaveLength(1);
      expect(modern.seen).toEqual({ connections: 1, logins: 1, plaintext: 0 });
    } finally {
      await modern.close();
    }
  });
});

describe('files instead of SMTP', () => {
  it('hold each message once, however often it is delivered', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'mail-'));
    try {
      const transport = new FileTransport(join(directory, 'mail'));
      await transport.open();
      const worker = bench.worker(transport, { channel: 'file' });
      const [id = ''] = await bench.owe();
      await worker.drain();
      await bench.database.query(`update mail set state = 'queued'`);
      await worker.drain();
      const files = await readdir(join(directory, 'mail'));
      expect(files).toEqual([expect.stringMatching(new RegExp(`^\\d{8}-\\d{6}-${id}\\.eml$`))]);
      const mail = await simpleParser(await readFile(join(directory, 'mail', files[0] ?? '')));
      expect(mail.text).toContain('𠮷林省');
      expect((await bench.row(id)).reply).toBe(`已写入文件 ${files[0]}`);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('say at boot when they cannot be written', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'mail-'));
    try {
      await writeFile(join(directory, 'mail'), '');
      await expect(new FileTransport(join(directory, 'mail')).open()).rejects.toThrow(StartupProblem);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
