import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runChild } from './child.mjs';
import { withLaunchLock } from './launch-lock.mjs';
import { LaunchProblem } from './launch-problem.mjs';
import { nodeOf } from './project-node.mjs';

/** Whatever the outcome of a build depends on. */
const INPUTS = ['src', 'migrations', 'nest-cli.json', '.swcrc', 'tsconfig.json', 'package-lock.json'];
/** Beside dist, at the same depth: the relative paths inside source maps stay right when it is renamed. */
const STAGING = '.launch-dist';
const RETIRED = '.launch-old';
const TSCONFIG = '.launch-tsconfig.json';

/** Builds dist unless it is up to date. A failed or killed build leaves the old dist as it was. */
export async function ensureBuilt({ root }) {
  if (isBuilt({ root })) return;
  await withLaunchLock(root, { wait: true }, async () => {
    if (!isBuilt({ root })) await build(root);
  });
}

export function isBuilt({ root }) {
  if (!existsSync(join(root, 'dist', 'main.js'))) return false;
  // A ready-built delivery without sources or tools is taken as it is.
  if (!existsSync(join(root, 'src')) || !existsSync(nestCli(root))) return true;
  return readStamp(root) === stampOf(root);
}

async function build(root) {
  if (!existsSync(join(root, 'src')) || !existsSync(nestCli(root))) {
    throw new LaunchProblem(
      '还没有构建结果 dist，也缺少源代码或构建工具；请在完整的项目目录执行 npm ci 后再启动。',
    );
  }
  console.log('正在构建……');
  const stamp = stampOf(root);
  const at = (name) => join(root, name);
  const remove = (...names) => names.forEach((name) => rmSync(at(name), { recursive: true, force: true }));
  remove(STAGING, RETIRED);
  try {
    // rootDir: nest places assets relative to it, and they belong beside the modules that read them.
    const compilerOptions = { outDir: STAGING, rootDir: 'src' };
    writeFileSync(at(TSCONFIG), JSON.stringify({ extends: './tsconfig.json', compilerOptions }));
    const args = [nestCli(root), 'build', '-p', TSCONFIG];
    const { code, output } = await runChild(nodeOf(root), args, { cwd: root, capture: true });
    const complete = existsSync(join(at(STAGING), 'main.js'));
    if (code !== 0 || !complete) {
      process.stderr.write(output);
      const reason = code === 0 ? '没有生成 main.js' : `nest build 退出码 ${code}`;
      throw new LaunchProblem(`构建失败（${reason}）；请按上面的提示修改后重试。`);
    }
    writeFileSync(join(at(STAGING), '.stamp'), stamp);
    if (existsSync(at('dist'))) renameSync(at('dist'), at(RETIRED));
    renameSync(at(STAGING), at('dist'));
  } finally {
    remove(STAGING, RETIRED, TSCONFIG);
  }
}

/** By content: a checkout that only touches the files' times does not cost a build. */
function stampOf(root) {
  const hash = createHash('sha256');
  for (const input of INPUTS) {
    for (const path of filesOf(join(root, input))) {
      const content = readFileSync(path);
      hash.update(`${relative(root, path)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

function filesOf(path) {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) return [];
  if (info.isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const child = join(path, entry.name);
    if (entry.isDirectory()) return filesOf(child);
    return entry.isFile() && !/\.spec\.tsx?$/.test(entry.name) ? [child] : [];
  });
}

function readStamp(root) {
  try {
    return readFileSync(join(root, 'dist', '.stamp'), 'utf8');
  } catch {
    return undefined;
  }
}

const nestCli = (root) => join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
