/**
 * `npm test`: every check and every test, on whatever Node is there and before anything is installed. Goes on after
 * a failure, so that one run shows everything; the last line counts what the runners themselves reported.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './lib/ensure-built.mjs';
import { ensureInstalled } from './lib/ensure-installed.mjs';
import { LaunchProblem } from './lib/launch-problem.mjs';
import { nodeOf } from './lib/project-node.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (path) => join(root, 'node_modules', path);
const scratch = mkdtempSync(join(tmpdir(), 'ctbu-training-test-'));

/** Checks are one result each; jest counts its own tests. */
const CHECKS = [
  ['formatting', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  ['lint', [bin('oxlint/bin/oxlint')]],
  ['types', [bin('typescript/bin/tsc'), '--noEmit']],
  [
    'import rule',
    [
      bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
      'src',
      'test',
      'bench',
      'migrations',
      '--config',
      '.dependency-cruiser.js',
    ],
  ],
  ['unused code', [bin('knip/bin/knip.js')]],
];
const SUITES = ['unit', 'integration', 'e2e', 'browser'];

let passed = 0;
let failed = 0;

try {
  await ensureInstalled({ root, dev: true });
  await ensureBuilt({ root });
  for (const [name, args] of CHECKS) {
    const code = await run(`check: ${name}`, args);
    if (code === 0) passed += 1;
    else failed += 1;
  }
  for (const suite of SUITES) await runSuite(suite);
} catch (error) {
  if (!(error instanceof LaunchProblem)) throw error;
  console.error(error.message);
  failed += 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function runSuite(suite) {
  const report = join(scratch, `${suite}.json`);
  const code = await run(`tests: ${suite}`, [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    bin('jest/bin/jest.js'),
    '--selectProjects',
    suite,
    '--json',
    `--outputFile=${report}`,
    // Suites that start servers and browsers of their own disturb each other's timing on two cores.
    ...(suite === 'unit' ? [] : ['--runInBand']),
  ]);
  const result = readReport(report);
  passed += result?.numPassedTests ?? 0;
  failed += result?.numFailedTests ?? 0;
  // A suite that could not even be loaded, or ran nothing, counts as a failure of its own.
  failed += result?.numRuntimeErrorTestSuites ?? 0;
  const silent = (result?.numTotalTests ?? 0) === 0 || (code !== 0 && failed === 0);
  if (silent) failed += 1;
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function run(title, args) {
  console.log(`\n== ${title}`);
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(nodeOf(root), args, {
      cwd: root,
      // jest writes the JSON report to a file; its own standard output would repeat it.
      stdio: ['ignore', args.includes('--json') ? 'ignore' : 'inherit', 'inherit'],
      env: { ...process.env, FORCE_COLOR: '0' },
    });
    child.on('close', (code) => {
      console.log(
        `== ${title}: ${code === 0 ? 'ok' : `failed (${code})`} in ${((Date.now() - started) / 1000).toFixed(1)} s`,
      );
      resolve(code ?? 1);
    });
  });
}
