import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { nodeOf } from '../../scripts/lib/project-node.mjs';

/** Where and on what a run took place. Figures mean nothing without it. */
export async function describeMachine(stage) {
  const show = async (name) => Object.values((await stage.query('postgres', `show ${name}`))[0])[0];
  return {
    date: new Date().toISOString(),
    commit: commit(stage.root),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1e9),
    system: `${type()} ${release()}`,
    node: execFileSync(nodeOf(stage.root), ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim(),
    postgres: await show('server_version'),
    fsync: await show('fsync'),
    synchronousCommit: await show('synchronous_commit'),
    flushMs: stage.flushMs(),
    loadBefore: loadavg()[0],
  };
}

function commit(root) {
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    const changed = git('status', '--porcelain', '--', 'src', 'migrations', 'package-lock.json') !== '';
    return git('rev-parse', '--short', 'HEAD') + (changed ? ' with uncommitted changes' : '');
  } catch {
    return 'unknown';
  }
}
