import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { runChild } from './child.mjs';
import { withLaunchLock } from './launch-lock.mjs';
import { LaunchProblem } from './launch-problem.mjs';

const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies', 'overrides'];

/**
 * Installs what package-lock.json asks for, unless it is there already; never touches the network in that case.
 * @param {{ root: string, dev?: boolean }} options dev: the tools for building and testing are needed too
 */
export async function ensureInstalled({ root, dev = false }) {
  if (isInstalled({ root, dev })) return;
  await withLaunchLock(root, { wait: true }, async () => {
    if (isInstalled({ root, dev })) return;
    // Whoever runs a ready-built service without the tools does not get them pushed upon an update.
    const production = !dev && existsSync(join(root, 'dist', 'main.js')) && installed(root)?.dev === false;
    console.log('正在安装依赖（npm ci），首次可能需要几分钟……');
    const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
    args.push(production ? '--omit=dev' : '--include=dev');
    const { code } = await runNpm(root, args);
    if (code !== 0) {
      throw new LaunchProblem(
        `安装依赖失败（npm ci 退出码 ${code}）；请查看上面的提示，确认能连上 npm 源后重试。`,
      );
    }
    const kind = completeness(root);
    if (kind !== undefined) writeStamp(root, kind);
  });
}

export function isInstalled({ root, dev = false }) {
  const found = installed(root);
  return found !== undefined && found.complete && (found.dev || !dev);
}

/** What node_modules holds: undefined when nothing usable. */
function installed(root) {
  const hidden = fingerprint(root);
  if (hidden === undefined) return undefined;
  const stamp = readJson(stampPath(root));
  if (stamp?.hidden === hidden && stamp.wanted === wanted(root)) return { complete: true, dev: stamp.dev };
  // Somebody ran npm themselves: if the outcome fits the lock file it is taken as it is.
  const kind = completeness(root);
  if (kind === undefined) return { complete: false, dev: holdsDev(root) };
  writeStamp(root, kind);
  return { complete: true, ...kind };
}

/** Compares npm's own record of what it has put there with the lock file; undefined when something is missing. */
function completeness(root) {
  const lock = readJson(join(root, 'package-lock.json'));
  const hidden = readJson(hiddenPath(root));
  if (lock === undefined || hidden === undefined) return undefined;
  const manifest = readJson(join(root, 'package.json')) ?? {};
  const declared = lock.packages[''] ?? {};
  for (const section of SECTIONS.slice(0, 3)) {
    if (!isDeepStrictEqual(manifest[section] ?? {}, declared[section] ?? {})) return undefined;
  }
  let dev = true;
  for (const [path, entry] of Object.entries(lock.packages)) {
    const found = path === '' ? entry : hidden.packages[path];
    if (found !== undefined) {
      if (found.version !== entry.version || found.integrity !== entry.integrity) return undefined;
    } else if (entry.dev || entry.devOptional) {
      // An optional one may be for another platform; a plain one means `--omit=dev`.
      if (!entry.optional) dev = false;
    } else if (!entry.optional) {
      return undefined;
    }
  }
  return { dev };
}

function holdsDev(root) {
  const packages = Object.values(readJson(hiddenPath(root))?.packages ?? {});
  return packages.some((entry) => entry.dev);
}

function runNpm(root, args) {
  const script = process.env.npm_execpath;
  const options = { cwd: root };
  // pnpm and yarn set the variable too, but it is npm's lock file we keep.
  if (script !== undefined && basename(script) === 'npm-cli.js') {
    return runChild(process.execPath, [script, ...args], options);
  }
  return runChild('npm', args, { ...options, shell: process.platform === 'win32' });
}

function wanted(root) {
  const manifest = readJson(join(root, 'package.json')) ?? {};
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
  hash.update(JSON.stringify(SECTIONS.map((section) => manifest[section])));
  const lock = join(root, 'package-lock.json');
  if (!existsSync(lock)) throw new LaunchProblem(`缺少 ${lock}；请重新获取完整的项目文件。`);
  return hash.update(readFileSync(lock)).digest('hex');
}

function writeStamp(root, { dev }) {
  try {
    writeFileSync(stampPath(root), JSON.stringify({ wanted: wanted(root), hidden: fingerprint(root), dev }));
  } catch {
    // A read-only node_modules is compared in full each time, which costs some milliseconds.
  }
}

function fingerprint(root) {
  const info = statSync(hiddenPath(root), { throwIfNoEntry: false });
  return info && `${info.size}:${info.mtimeMs}`;
}

const hiddenPath = (root) => join(root, 'node_modules', '.package-lock.json');
const stampPath = (root) => join(root, 'node_modules', '.launch-stamp.json');

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
