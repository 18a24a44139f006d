import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchProblem } from './launch-problem.mjs';

/** package.json's `engines`, for a host that leaves the project's own Node out. */
const MINIMUM = [22, 19];

/**
 * Keeps the server small on a large machine, where V8 would let garbage lie. The live heap is some 60 MB; it is looked
 * through again when it has grown by 15 %. No hard limit: what is needed is had.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=15'];

/** The project's own Node 24; without it, the present one if it is new enough. */
export function nodeOf(root) {
  const own = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(own)) return own;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return process.execPath;
  throw new LaunchProblem(
    `需要 Node.js ${MINIMUM.join('.')} 或更新版本（当前 ${process.version}）；请升级 Node.js，或执行 npm ci 装上项目自带的 Node.js 24。`,
  );
}
