import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { chown, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartupProblem } from '../../kernel/startup-problem.js';
import type { Account } from './embedded-postgres.account.js';
import { SUPERUSER } from './embedded-postgres.client.js';
import { type Place, isEmptyOrMissing, makeElsewhere, storageProblem } from './embedded-postgres.place.js';

const MAJOR = '18';
/** Bytes; PostgreSQL's PG_CONTROL_FILE_SIZE. */
const CONTROL_FILE_SIZE = 8192;
const TEMP_PREFIX = 'postgres.new-';
const STALE_MS = 10 * 60_000;
const NO_SPACE = 'No space left on device';

/** `C.UTF-8` is missing on old systems; the builtin provider sorts either way, the C library only classifies. */
const LOCALES = ['C.UTF-8', 'en_US.UTF-8', 'C'];

/** The server's own environment: PGPORT, PGDATA or LC_ALL of the caller must not leak in. TZ spares initdb a search. */
export const SERVER_ENV = process.platform === 'win32' ? {} : { env: { PATH: '/usr/bin:/bin', TZ: 'UTC' } };

/** Makes the cluster unless there is one. Only a complete one ever gets its final name. */
export async function ensureCluster(place: Place): Promise<void> {
  await sweep(place.varDir);
  if (!isEmptyOrMissing(place.anchor)) return;
  try {
    if (place.home === place.anchor) {
      await buildAt(place.home, (temp) => fillCluster(place, temp));
    } else {
      await makeElsewhere();
      await buildAt(place.home, (temp) => fillCluster(place, temp));
      await buildAt(place.anchor, (temp) => writeDurably(join(temp, 'location'), `${place.home}\n`));
    }
  } catch (error) {
    throw storageProblem(place.home, error);
  }
}

/** Refuses a damaged or foreign cluster in words, before a server could touch it. */
export async function inspectCluster(place: Place): Promise<{ password: string }> {
  const { data } = place;
  const version = await readOrExplain(place, join(data, 'PG_VERSION'));
  if (version !== MAJOR) {
    throw new StartupProblem(
      `数据库目录 ${data} 由 PostgreSQL ${version} 建立，本程序自带的是 ${MAJOR}；请用原版本 pg_dump 导出后迁移，或设置 DATABASE_URL 连接原来的 PostgreSQL。文件未作任何改动。`,
    );
  }
  const control = await stat(join(data, 'global', 'pg_control')).catch(() => undefined);
  if (control?.size !== CONTROL_FILE_SIZE) throw damaged(place, 'global/pg_control 缺失或长度不对');
  const password = await readOrExplain(place, join(place.home, 'password'));
  if (password === '') throw damaged(place, `密码文件 ${join(place.home, 'password')} 是空的`);
  return { password };
}

export function damaged(place: Place, what: string): StartupProblem {
  return new StartupProblem(
    `数据库目录 ${place.data} 已损坏：${what}。文件未作任何改动；请从备份恢复，若确定不再需要其中的数据，删除 ${place.anchor} 后再启动会新建空库。`,
  );
}

/** The port kept from last time when it is still free, else a new one. */
export async function choosePort(place: Place, avoid?: number): Promise<number> {
  const file = join(place.home, 'port');
  const kept = Number(await readFile(file, 'utf8').catch(() => ''));
  if (kept > 0 && kept !== avoid && (await tryListen(kept)) === kept) return kept;
  const port = await tryListen(0);
  const next = `${file}.${process.pid}`;
  await rm(next, { force: true });
  await writeDurably(next, `${port}\n`, place.account);
  await rename(next, file);
  return port;
}

async function fillCluster(place: Place, temp: string): Promise<void> {
  const password = join(temp, 'password');
  await writeDurably(password, `${randomBytes(24).toString('base64url')}\n`, place.account);
  if (place.account !== undefined) await chown(temp, place.account.uid, place.account.gid);
  for (const locale of LOCALES) {
    const problem = await initdb(place, join(temp, 'data'), password, locale);
    if (problem === undefined) return;
    if (problem === NO_SPACE) throw Object.assign(new Error(problem), { code: 'ENOSPC' });
    if (/locale/i.test(problem) && locale !== LOCALES.at(-1)) continue;
    throw new StartupProblem(
      `新建数据库失败（initdb：${problem}）；请按提示处理后再启动，或设置 DATABASE_URL 连接已有的 PostgreSQL。`,
    );
  }
}

/** Returns initdb's complaint, in one line. */
async function initdb(
  place: Place,
  data: string,
  pwfile: string,
  locale: string,
): Promise<string | undefined> {
  const args = ['-D', data, '-U', SUPERUSER, `--pwfile=${pwfile}`, '--auth=scram-sha-256', '--encoding=UTF8'];
  args.push(
    `--locale=${locale}`,
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  );
  const identity = place.account === undefined ? {} : { uid: place.account.uid, gid: place.account.gid };
  try {
    const options = { ...SERVER_ENV, ...identity, cwd: dirname(data), windowsHide: true };
    await promisify(execFile)(place.binaries.initdb, args, options);
    return undefined;
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    // What follows from a full disk is louder than the cause.
    if (stderr.includes(NO_SPACE)) return NO_SPACE;
    const lines = stderr.split('\n').filter((line) => /error|fatal|panic|could not/i.test(line));
    return (lines.at(-1) ?? message.split('\n').at(0) ?? '').replace(/^initdb: /, '').trim();
  }
}

/** Fills a sibling directory, then gives it its name in one step, which fails if somebody else's already has it. */
async function buildAt(target: string, fill: (temp: string) => Promise<void>): Promise<void> {
  const temp = join(dirname(target), `${TEMP_PREFIX}${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    await mkdir(temp, { mode: 0o700 });
    await fill(temp);
    await rename(temp, target);
    await syncDirectory(dirname(target));
  } catch (error) {
    await rm(temp, { recursive: true, force: true }).catch(() => undefined);
    if (isEmptyOrMissing(target)) throw error;
  }
}

/** Removes what a killed first start left unfinished; never anything that was once in use. */
async function sweep(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    const maker = Number(new RegExp(`^${TEMP_PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (!(maker > 0) || exists(maker)) continue;
    const path = join(dir, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > STALE_MS) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function readOrExplain(place: Place, file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM') throw damaged(place, missing(place, file));
    throw new StartupProblem(
      `无权读取 ${file}：数据库是由另一个系统用户建立的；请用当初启动服务的那个用户启动，或用 VAR_DIR 另选一个目录。`,
    );
  }
}

function missing(place: Place, file: string): string {
  try {
    readdirSync(place.data);
    return `缺少 ${basename(file)}`;
  } catch {
    return '目录不存在';
  }
}

/** A power cut right after the first start must not leave a cluster without its password. */
async function writeDurably(path: string, text: string, owner?: Account): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    if (owner !== undefined) await file.chown(owner.uid, owner.gid);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Resolves to the port that was free, 0 when the wanted one is taken. */
function tryListen(port: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen({ host: '127.0.0.1', port }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
