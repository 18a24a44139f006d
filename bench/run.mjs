/**
 * `npm run bench`: the service against a hand-written bare server, on this machine, in one run. See README.md.
 *
 *   npm run bench                        everything; writes bench/results/<date>.json
 *   npm run bench -- --quick             short rounds, to see that it works; writes nothing
 *   npm run bench -- --only submissions  or pages, or start
 *   npm run bench -- --rounds 5 --seconds 20
 *   npm run bench -- --profile DIR       one .cpuprofile of each process, for Chrome DevTools (slower, writes nothing)
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../scripts/lib/ensure-built.mjs';
import { ensureInstalled } from '../scripts/lib/ensure-installed.mjs';
import { LaunchProblem } from '../scripts/lib/launch-problem.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    profile: { type: 'string' },
  },
});
const settings = {
  connections: 32,
  rounds: Number(flags.rounds ?? (flags.quick ? 1 : 3)),
  seconds: Number(flags.seconds ?? (flags.quick ? 3 : 10)),
  warmUpSeconds: flags.quick ? 2 : 5,
  starts: flags.quick ? 1 : 5,
};
const wants = (part) => flags.only === undefined || flags.only === part;

try {
  await ensureInstalled({ root, dev: true });
  await ensureBuilt({ root });
  // Only now: these import packages, which a fresh clone does not have yet.
  const { Stage } = await import('./lib/stage.mjs');
  process.exitCode = await run(new Stage(root, flags.profile && resolve(flags.profile)));
} catch (error) {
  console.error(error instanceof LaunchProblem ? error.message : error);
  process.exitCode = 1;
}

/** @returns the exit code: errors and lost rows are failures, missed aims are not */
async function run(stage) {
  const close = () => stage.close().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, close);
  try {
    await stage.open();
    const result = await measureAll(stage);
    const { report } = await import('./lib/report.mjs');
    console.log(`\n${report(result)}\n`);
    if (!flags.quick && !flags.profile && flags.only === undefined) await save(result);
    return isSound(result) ? 0 : 1;
  } finally {
    await stage.close();
  }
}

async function measureAll(stage) {
  const { describeMachine } = await import('./lib/machine.mjs');
  const { createDatabases, MAIL_RATE, POOL_SIZE } = await import('./lib/contenders.mjs');
  const { compare, judge } = await import('./lib/summary.mjs');
  const machine = await describeMachine(stage);
  console.log(`fsync = ${machine.fsync}, synchronous_commit = ${machine.synchronousCommit}`);
  await createDatabases(stage);
  const result = { machine, settings: { ...settings, mailRate: MAIL_RATE, poolSize: POOL_SIZE }, raw: {} };
  if (wants('submissions')) {
    console.log('Submissions');
    const { runSubmissions } = await import('./lib/submissions.mjs');
    const { rounds, books } = await runSubmissions(stage, settings);
    Object.assign(result, { submissions: compare(rounds), books });
    result.raw.submissions = rounds;
  }
  if (wants('pages')) {
    console.log('Article page');
    const { runPages } = await import('./lib/pages.mjs');
    const { rounds, ...page } = await runPages(stage, settings);
    Object.assign(result, { pages: compare(rounds), page });
    result.raw.pages = rounds;
  }
  if (wants('start')) {
    console.log('Start');
    const { runStartTimes } = await import('./lib/start-times.mjs');
    result.starts = await runStartTimes(stage, settings);
  }
  return { ...result, aims: judge(result) };
}

function isSound({ submissions, books, pages }) {
  const errors = [submissions, pages].flatMap((part) => (part ? [part.ours.errors, part.bare.errors] : []));
  return errors.every((count) => count === 0) && (books ?? []).every(({ balanced }) => balanced);
}

async function save(result) {
  const folder = join(root, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${result.machine.date.slice(0, 10)}.json`);
  // In the form in which the repository keeps every file, or its formatting check would fail.
  const { format, resolveConfig } = await import('prettier');
  const style = await resolveConfig(file);
  writeFileSync(file, await format(JSON.stringify(result, null, 2), { ...style, parser: 'json' }));
  console.log(`Written: ${file}`);
}
