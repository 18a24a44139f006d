import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { anInquiry } from '../support/builders.js';
import { call, submit } from '../support/http.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { endAll, failingService, scratchDirectory, startService } from '../support/process.js';
import { until } from '../support/until.js';

let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
let database: TestDatabase;

beforeAll(async () => {
  scratch = await scratchDirectory();
  database = await testDatabase();
});
afterEach(() => endAll());
afterAll(async () => {
  await database.drop();
  await scratch.remove();
});

describe('where the service cannot run it says why in one line and ends with 1', () => {
  const attempt = async (settings: Record<string, string>) => {
    const run = await failingService({
      VAR_DIR: join(scratch.path, 'var'),
      DATABASE_URL: database.url,
      ...settings,
    });
    expect(run.code).toBe(1);
    expect(run.stderr).not.toMatch(/ {4}at |node:internal/);
    return run;
  };

  test('the port is taken: known before anything is created', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => void holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as AddressInfo;
    try {
      const { stderr } = await attempt({ PORT: String(port), DATABASE_URL: '' });
      expect(stderr).toBe(
        `端口 ${port} 已被占用。请停止占用它的程序，或用 PORT 另设一个端口，例如 PORT=${port + 1} npm start。\n`,
      );
      expect(await readdir(scratch.path)).toEqual([]);
    } finally {
      holder.close();
    }
  });

  test('no such address here', async () => {
    const { stderr } = await attempt({ HOST: '203.0.113.1' });
    expect(stderr).toBe('本机没有地址 203.0.113.1。请检查 HOST，通常为 127.0.0.1 或 0.0.0.0。\n');
  });

  test.each([
    [
      'nobody listens',
      'postgres://training:top-secret@127.0.0.1:1/training',
      /127\.0\.0\.1:1\/training.*连接被拒绝/,
    ],
    ['no such database', '/no_such_database', /没有这个数据库/],
    ['wrong password', 'wrong-password', /用户名或密码不对/],
  ])('DATABASE_URL: %s', async (_name, address, message) => {
    const url = new URL(address.startsWith('postgres') ? address : database.url);
    if (address.startsWith('/')) url.pathname = address;
    if (address === 'wrong-password') url.password = 'top-secret';
    const { stderr } = await attempt({ DATABASE_URL: url.href });
    expect(stderr).toMatch(/^无法连接数据库 DATABASE_URL（.*）：.*。\n$/);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('top-secret');
    expect(stderr).not.toContain(url.password);
  });

  test('bad settings are told all at once, one line each', async () => {
    const { stderr } = await attempt({
      PORT: '99999',
      ROLE: 'boss',
      MAIL_TO: 'nobody',
      DATABASE_URL: 'mysql://x/y',
    });
    const lines = stderr.trimEnd().split('\n');
    expect(lines.map((line) => /^设置有误 (\w+)：/.exec(line)?.[1]).toSorted()).toEqual(
      ['DATABASE_URL', 'MAIL_TO', 'PORT', 'ROLE'].toSorted(),
    );
  });
});

describe('roles', () => {
  test('two web instances and a worker start at once on an empty database and share it', async () => {
    const settings = { DATABASE_URL: database.url, VAR_DIR: join(scratch.path, 'var') };
    const [one, two, worker] = await Promise.all([
      startService({ ...settings, ROLE: 'web' }),
      startService({ ...settings, ROLE: 'web' }),
      startService({ ...settings, ROLE: 'worker' }),
    ]);
    for (const service of [one, two]) {
      expect((await call(`${service.url}/xyxs/26394.html`)).status).toBe(200);
      expect((await call(`${service.url}/health/ready`)).status).toBe(200);
      expect((await submit(service.url, anInquiry())).status).toBe(201);
    }
    // Only the worker writes mail, whichever instance took the request.
    const mails = () => readdir(join(scratch.path, 'var', 'mail')).catch(() => []);
    await until(async () => (await mails()).filter((name) => name.endsWith('.eml')).length === 2);
    expect(await Promise.all([one, two, worker].map((each) => each.terminate()))).toEqual([0, 0, 0]);
  });
});
