import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { LaunchProblem } from './launch-problem.mjs';

/** The path of the lock we hold. */
let held;

/**
 * One process at a time installs or builds in a clone. Re-entrant. A lock whose holder is dead hinders nobody.
 * @param {{ wait: boolean }} options wait: for the other to end, rather than give up in one line
 */
export async function withLaunchLock(root, { wait }, work) {
  if (held !== undefined) return work();
  const path = join(root, '.launch.lock');
  let announced = false;
  while (!tryLock(path)) {
    const holders = read(path);
    const living = holders?.find(({ pid, birth }) => birthOf(pid) === birth);
    if (holders === undefined ? isOlderThan(path, 5000) : living === undefined) {
      discard(path, holders);
      continue;
    }
    const who = `另一个进程（PID ${living?.pid ?? '未知'}）正在安装依赖或构建`;
    if (!wait) {
      throw new LaunchProblem(
        `${who}；请等它完成后再启动。要从同一目录同时运行多个实例，请先设置 DATABASE_URL。`,
      );
    }
    if (!announced) console.log(`${who}，等它完成……`);
    announced = true;
    await sleep(200);
  }
  held = path;
  // Also when a signal ends us half-way.
  const release = () => {
    if (held !== undefined) rmSync(held, { force: true });
    held = undefined;
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** When we are killed, npm goes on writing node_modules: the lock must outlive us as long as it does. */
export function shareLockWith(pid) {
  if (held === undefined || pid === undefined) return;
  const next = `${held}.next`;
  writeFileSync(next, JSON.stringify([identity(process.pid), identity(pid)]));
  renameSync(next, held);
}

const identity = (pid) => ({ pid, birth: birthOf(pid) });

function tryLock(path) {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, JSON.stringify([identity(process.pid)]));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw new LaunchProblem(
      `无法在项目目录写入 ${path}（${error.code}）；请用对项目目录有写权限的用户执行。`,
    );
  }
}

/** Two waiters may both see a dead holder: rename lets only one of them take the old lock away. */
function discard(path, judged) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (isDeepStrictEqual(read(aside), judged)) unlinkSync(aside);
    else renameSync(aside, path);
  } catch {
    // The other waiter was faster.
  }
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function isOlderThan(path, ms) {
  const info = statSync(path, { throwIfNoEntry: false });
  return info !== undefined && Date.now() - info.mtimeMs > ms;
}

/** When a process was born, so that a recycled number is not mistaken for it; undefined when it is gone. */
function birthOf(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return 'unknown';
  }
}
