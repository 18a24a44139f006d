import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupProblem } from '../../kernel/startup-problem.js';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessId {
  pid: number;
  birth: string;
}

/**
 * When the process was born, as an opaque string; undefined when it is gone.
 * A zombie counts as gone: inside a container nobody may ever reap a postmaster whose parent was killed.
 */
export function birthOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
      return `${bootId()}:${fields[19]}`;
    } catch {
      return undefined;
    }
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  if (process.platform === 'win32') return 'alive';
  const line = ps(pid, 'stat=,lstart=');
  return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
}

export function isAlive(id: ProcessId): boolean {
  return birthOf(id.pid) === id.birth;
}

/** Is this process the postmaster of that data directory, rather than a stranger who inherited its number? */
export function isPostmasterOf(pid: number, dataDir: string): boolean {
  if (process.platform !== 'linux') {
    const command = ps(pid, 'command=');
    return command.includes('postgres') && command.includes(dataDir);
  }
  try {
    const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    if (basename(program) !== 'postgres') return false;
    return args.includes(dataDir) || readlinkSync(`/proc/${pid}/cwd`) === dataDir;
  } catch {
    return false;
  }
}

/**
 * Runs `work` while no other live process holds the lock file. Starting and stopping take turns this way, so that
 * nobody connects to a server that is being shut down, and a lock left behind by a killed process hinders nobody.
 */
export async function withFileLock<T>(path: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + waitMs;
  while (!(await tryLock(path))) {
    const holder = await readProcessId(path);
    if (holder === undefined ? await isOlderThan(path, 5_000) : !isAlive(holder)) {
      await discardLock(path, holder);
    } else if (Date.now() > deadline) {
      throw new StartupProblem(
        `另一个进程（PID ${holder?.pid ?? '未知'}）正在启动或停止内置数据库，等待超时；请稍后再试，或先结束那个进程。`,
      );
    } else {
      await sleep(25);
    }
  }
  try {
    return await work();
  } finally {
    await unlink(path).catch(() => undefined);
  }
}

/** The live processes that use one server: the last to leave stops it. */
export class UserRegister {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Returns the entry to hand to `leave`. */
  async join(): Promise<string> {
    await mkdir(this.#dir, { recursive: true });
    const entry = join(this.#dir, `${process.pid}-${randomBytes(4).toString('hex')}`);
    await writeFile(entry, thisProcess());
    return entry;
  }

  /** Returns how many live users are left; entries of dead ones go too. */
  async leave(entry: string): Promise<number> {
    await unlink(entry).catch(() => undefined);
    let others = 0;
    for (const name of await readdir(this.#dir).catch(() => [])) {
      const path = join(this.#dir, name);
      const user = await readProcessId(path);
      if (user !== undefined && isAlive(user)) others += 1;
      else await unlink(path).catch(() => undefined);
    }
    return others;
  }
}

async function tryLock(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o644);
    await file.writeFile(thisProcess()).finally(() => file.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Two waiters may both see a dead holder: rename lets only one of them take the old lock away. */
async function discardLock(path: string, judged: ProcessId | undefined): Promise<void> {
  const aside = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const taken = await readProcessId(aside);
  const ours = taken?.pid === judged?.pid && taken?.birth === judged?.birth;
  // The other waiter was faster and this is its new lock: give it back.
  await (ours ? unlink(aside) : rename(aside, path)).catch(() => undefined);
}

async function isOlderThan(path: string, ms: number): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  return info !== undefined && Date.now() - info.mtimeMs > ms;
}

async function readProcessId(path: string): Promise<ProcessId | undefined> {
  const [pid, birth] = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  return pid && birth ? { pid: Number(pid), birth } : undefined;
}

function thisProcess(): string {
  return `${process.pid}\n${birthOf(process.pid) ?? 'unknown'}\n`;
}

function ps(pid: number, format: string): string {
  try {
    return execFileSync('ps', ['-o', format, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

let knownBootId: string | undefined;
function bootId(): string {
  if (knownBootId === undefined) {
    try {
      knownBootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    } catch {
      knownBootId = '';
    }
  }
  return knownBootId;
}
