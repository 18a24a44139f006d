import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { anInquiry } from '../support/builders.js';
import { call, postJson, submit } from '../support/http.js';
import { endAll, failingService, scratchDirectory, startService } from '../support/process.js';
import { until } from '../support/until.js';

let scratch: Awaited<ReturnType<typeof scratchDirectory>>;

beforeAll(async () => {
  scratch = await scratchDirectory();
  // As root the embedded database runs under another user, who has to get in.
  await chmod(scratch.path, 0o755);
});
afterEach(() => endAll());
afterAll(() => scratch.remove());

/** Everything of its own: the service as a newcomer runs it. */
const settings = () => ({ VAR_DIR: join(scratch.path, 'var'), LOG_LEVEL: 'info' });
const dataDirectory = () => join(scratch.path, 'var', 'postgres', 'data');

describe('the service with its embedded database', () => {
  let reference = '';

  test('SIGTERM: the request in flight is answered, the database is stopped, the exit code is 0', async () => {
    const service = await startService(settings());
    const body = JSON.stringify(anInquiry());
    const socket = connect(service.port, '127.0.0.1');
    const answered = text(socket);
    const head = `POST /api/v1/inquiries HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
    socket.write(head + body.slice(0, 20));
    await call(`${service.url}/health/live`); // by now the server has taken the first bytes as well
    const ended = service.terminate();
    await until(() => service.output().includes('"stopping"'));
    socket.write(body.slice(20));
    const answer = await answered;
    expect(answer).toMatch(/^HTTP\/1\.1 201 /);
    expect(await ended).toBe(0);
    expect(service.stderr()).toBe('');
    expect(existsSync(join(dataDirectory(), 'PG_VERSION'))).toBe(true);
    expect(existsSync(join(dataDirectory(), 'postmaster.pid'))).toBe(false);
    reference = /PX-\d\d-\w{6}/.exec(answer)?.[0] ?? '';
  });

  test('the next start has kept everything; a second one beside it is turned away in one line', async () => {
    const service = await startService(settings());
    const found = await postJson(`${service.url}/api/v1/inquiries/lookup`, {
      reference,
      phoneLastFour: '5475',
    });
    expect([found.status, found.json()['reference']]).toEqual([200, reference]);
    const second = await failingService(settings());
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/^.*已有一个服务在运行，本次启动已取消。\n$/);
    expect((await submit(service.url, anInquiry())).status).toBe(201);
    await service.kill();
  });

  test('kill -9 leaves a database that the next start takes over', async () => {
    const service = await startService(settings());
    const found = await postJson(`${service.url}/api/v1/inquiries/lookup`, {
      reference,
      phoneLastFour: '5475',
    });
    expect(found.status).toBe(200);
    expect(await service.terminate()).toBe(0);
    expect(existsSync(join(dataDirectory(), 'postmaster.pid'))).toBe(false);
  });

  test('a damaged data directory: one line, exit code 1, nothing deleted', async () => {
    await writeFile(join(dataDirectory(), 'global', 'pg_control'), 'damaged');
    const run = await failingService(settings());
    expect(run.code).toBe(1);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stderr).toMatch(/\p{Script=Han}/u);
    expect(run.stderr).not.toMatch(/ {4}at /);
    expect(existsSync(join(dataDirectory(), 'PG_VERSION'))).toBe(true);
  });
});
