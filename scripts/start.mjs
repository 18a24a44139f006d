/**
 * `npm start` and `npm run cli -- COMMAND`, on whatever Node is there (20 or newer) and before anything is installed:
 * installs and builds when needed, then runs the server on the project's own Node.
 *
 * The server is a child, not this process replaced by it: `process.execve` is missing in Node 20, and two ways would
 * be one too many. What the server may rely on:
 * - TRAINING_LAUNCHED=1 and an IPC channel. Its 'disconnect' means that we were killed: the server must stop.
 * - SIGINT, SIGTERM and SIGHUP sent to us reach it once. A Ctrl-C in a terminal reaches the whole process group, so
 *   the server sees it a second time: the same signal again within a second is the same wish.
 * - Our exit code is its exit code.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitIfStopped, forwardSignals, runChild } from './lib/child.mjs';
import { ensureBuilt, isBuilt } from './lib/ensure-built.mjs';
import { ensureInstalled, isInstalled } from './lib/ensure-installed.mjs';
import { withLaunchLock } from './lib/launch-lock.mjs';
import { LaunchProblem } from './lib/launch-problem.mjs';
import { nodeOf, SERVER_FLAGS } from './lib/project-node.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = process.argv[2] === '--cli';

try {
  forwardSignals();
  await prepare();
  exitIfStopped();
  process.exitCode = cli ? await runCli(process.argv.slice(3)) : await runServer(process.argv.slice(2));
} catch (error) {
  exitIfStopped();
  if (!(error instanceof LaunchProblem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function prepare() {
  if (isInstalled({ root }) && isBuilt({ root })) return;
  // Several instances of one clone are for those who bring their own database; else the second is a mistake.
  await withLaunchLock(root, { wait: hasDatabaseUrl() }, async () => {
    await ensureInstalled({ root });
    exitIfStopped();
    await ensureBuilt({ root });
  });
}

async function runServer(args) {
  const { code } = await runChild(nodeOf(root), [...SERVER_FLAGS, join(root, 'dist', 'main.js'), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, TRAINING_LAUNCHED: '1' },
  });
  return code;
}

async function runCli(args) {
  const { code } = await runChild(nodeOf(root), [join(root, 'dist', 'cli.js'), ...args], {});
  return code;
}

/** The server reads `.env` itself; here it only decides whether to wait. */
function hasDatabaseUrl() {
  if (process.env.DATABASE_URL) return true;
  const file = join(root, '.env');
  return (
    existsSync(file) && /^\s*(?:export\s+)?DATABASE_URL\s*=\s*["']?[^\s"']/m.test(readFileSync(file, 'utf8'))
  );
}
