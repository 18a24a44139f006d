import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, constants, fchownSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StartupProblem } from '../../kernel/startup-problem.js';
import { ask, createDatabase } from './embedded-postgres.client.js';
import { SERVER_ENV, choosePort, damaged } from './embedded-postgres.cluster.js';
import type { Place } from './embedded-postgres.place.js';
import { type ProcessId, birthOf, isAlive, isPostmasterOf } from './embedded-postgres.process.js';

export interface Postmaster extends ProcessId {
  port: number;
}

const POLL_MS = 20;
/** Replaying the log after a power cut may take minutes; that is not a failure. */
const READY_MS = 10 * 60_000;
const SHUTDOWN_MS = 60_000;
const LOG_LIMIT = 10 * 1024 * 1024;
/** Root opens a file in the database user's directory: never through a link that user may have laid. */
const LOG_FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);

/**
 * Given on the command line, not written to postgresql.conf, so that an upgrade of this program changes them.
 * The log must hold no personal data: errors quote values in their text, so only the server's own life is logged
 * (`log_min_messages=log`), and never a statement, a parameter or a detail.
 */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  max_logical_replication_workers: '0',
  shared_buffers: '64MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_line_prefix: '%m [%p] ',
  log_min_messages: 'log',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
};

export function logFile(place: Place): string {
  return join(place.home, 'server.log');
}

/** A server left running by a killed process, or shared with a live one; undefined when none runs. */
export async function adoptPostmaster(place: Place, password: string): Promise<Postmaster | undefined> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const found = readPostmaster(place);
    if (found === undefined || !isPostmasterOf(found.pid, place.data)) return undefined;
    if (found.port > 0) {
      const answer = await ask(password, found.port);
      if (answer === 'wrong password') throw wrongPassword(place);
      if (answer !== 'not yet') {
        if (answer === 'no database') await createDatabase(password, found.port);
        return found;
      }
    }
    if (Date.now() > deadline) throw unanswering(place);
    await sleep(POLL_MS);
  }
}

export async function launchPostmaster(
  place: Place,
  password: string,
  say: (line: string) => void,
): Promise<Postmaster> {
  const start = Date.now();
  let avoid: number | undefined;
  for (;;) {
    const port = await choosePort(place, avoid);
    const logOffset = prepareLog(place);
    const child = spawnPostmaster(place, port);
    const postmaster = { pid: child.pid ?? 0, birth: birthOf(child.pid ?? 0) ?? '', port };
    const failure = await untilReady(child, place, password, port, say).catch(async (error: unknown) => {
      await shutDown(place, postmaster);
      throw error;
    });
    if (failure === undefined) return postmaster;
    const reason = lastFatal(place, logOffset) ?? failure;
    const portTaken = /TCP\/IP sockets|Address already in use/.test(reason);
    // The backends of a killed postmaster need a moment to notice and go.
    const remnants = /shared memory block|"postmaster\.pid" already exists/.test(reason);
    if (!(portTaken || remnants) || Date.now() - start > 10_000) {
      throw damagedOrFailing(place, reason);
    }
    avoid = portTaken ? port : undefined;
    if (remnants) await sleep(200);
  }
}

/** Fast shutdown: sessions are ended, everything committed is on disk. */
export async function shutDown(place: Place, postmaster: Postmaster): Promise<void> {
  if (!isAlive(postmaster)) return;
  if (process.platform === 'win32') {
    const args = ['stop', '-D', place.data, '-m', 'fast', '-t', String(SHUTDOWN_MS / 1000)];
    await promisify(execFile)(place.binaries.pg_ctl, args, { windowsHide: true });
    return;
  }
  for (const [signal, patience] of [
    ['SIGINT', SHUTDOWN_MS],
    ['SIGQUIT', 5_000],
  ] as const) {
    signalIfAlive(postmaster, signal);
    const deadline = Date.now() + patience;
    while (isAlive(postmaster) && Date.now() < deadline) await sleep(POLL_MS);
    if (!isAlive(postmaster)) return;
  }
}

function signalIfAlive(postmaster: Postmaster, signal: NodeJS.Signals): void {
  try {
    if (isAlive(postmaster)) process.kill(postmaster.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function spawnPostmaster(place: Place, port: number): ChildProcess {
  const args = ['-D', place.data, '-c', `port=${port}`];
  for (const [name, value] of Object.entries(SETTINGS)) args.push('-c', `${name}=${value}`);
  const log = openSync(logFile(place), LOG_FLAGS, 0o600);
  try {
    // Root may only be a guest here: the cluster's owner must be able to start it next time.
    if (place.account !== undefined) fchownSync(log, place.account.uid, place.account.gid);
    const child = spawn(place.binaries.postgres, args, {
      cwd: place.home,
      // Its own session: Ctrl-C reaches the whole group, and requests in flight still need the database.
      detached: true,
      // A file, not a pipe: when this process is killed the server must not block or die on writing.
      stdio: ['ignore', log, log],
      windowsHide: true,
      ...(place.account === undefined ? {} : { uid: place.account.uid, gid: place.account.gid }),
      ...ignoringStranger(place),
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/**
 * After a crash postmaster.pid may name a number that now belongs to somebody else, and PostgreSQL would refuse to
 * start. PG_GRANDPARENT_PID (pg_ctl's own means) makes it disregard exactly that number, and keep every other check.
 */
function ignoringStranger(place: Place): { env?: NodeJS.ProcessEnv } {
  const stale = readPostmaster(place);
  if (stale === undefined || SERVER_ENV.env === undefined) return SERVER_ENV;
  return { env: { ...SERVER_ENV.env, PG_GRANDPARENT_PID: String(stale.pid) } };
}

/** Resolves to undefined when it answers, else to why not. */
async function untilReady(
  child: ChildProcess,
  place: Place,
  password: string,
  port: number,
  say: (line: string) => void,
): Promise<string | undefined> {
  const end: { reason?: string } = {};
  child.once('error', (error) => (end.reason = error.message));
  child.once('exit', (code, signal) => (end.reason ??= `进程退出，${signal ?? `代码 ${code}`}`));
  const start = Date.now();
  let announced = false;
  while (end.reason === undefined) {
    const answer = await ask(password, port);
    if (answer === 'ready') return undefined;
    // Our server dies of a taken port within milliseconds; whoever refuses the password may be that port's owner.
    if (answer === 'no database') return void (await createDatabase(password, port));
    if (answer === 'wrong password' && readPostmaster(place)?.pid === child.pid) {
      throw wrongPassword(place);
    }
    if (!announced && Date.now() - start > 5_000) {
      announced = true;
      say('内置数据库正在从上次的意外中断中恢复，请稍候……');
    }
    if (Date.now() - start > READY_MS) {
      throw unanswering(place);
    }
    await sleep(POLL_MS);
  }
  return end.reason;
}

/** From postmaster.pid; the port is 0 until the server has written it. */
function readPostmaster(place: Place): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(place.data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  const birth = pid > 0 ? birthOf(pid) : undefined;
  return birth === undefined ? undefined : { pid, birth, port: Number(lines[3] ?? 0) || 0 };
}

/** Returns where this run's lines will begin. */
function prepareLog(place: Place): number {
  const size = statSync(logFile(place), { throwIfNoEntry: false })?.size ?? 0;
  if (size <= LOG_LIMIT) return size;
  renameSync(logFile(place), `${logFile(place)}.1`);
  return 0;
}

function lastFatal(place: Place, offset: number): string | undefined {
  const lines = readFileSync(logFile(place)).subarray(offset).toString('utf8').split('\n');
  return lines
    .map((line) => /\b(?:FATAL|PANIC): .*/.exec(line)?.[0].replace(':  ', ': '))
    .findLast((line) => line !== undefined);
}

function damagedOrFailing(place: Place, reason: string): StartupProblem {
  const where = `${reason}；日志：${logFile(place)}`;
  if (/control file|pg_control|checkpoint|WAL|checksum|invalid data|incompatible/i.test(reason))
    return damaged(place, where);
  return new StartupProblem(
    `内置数据库没能启动（${where}）。文件未作任何改动；请按提示处理后再启动，或设置 DATABASE_URL 连接已有的 PostgreSQL。`,
  );
}

function wrongPassword(place: Place): StartupProblem {
  return new StartupProblem(
    `内置数据库拒绝了 ${join(place.home, 'password')} 里的密码；请恢复这个文件原来的内容后再启动。`,
  );
}

function unanswering(place: Place): StartupProblem {
  return new StartupProblem(`内置数据库一直没有应答；请查看日志 ${logFile(place)}，处理后再启动。`);
}
