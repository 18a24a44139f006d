import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { nodeOf, SERVER_FLAGS } from '../../scripts/lib/project-node.mjs';
import { freePort, start, stop, untilAnswering } from './processes.mjs';
import { memoryOf } from './proc-stats.mjs';

const IDLE_MS = 3_000;

/**
 * From the spawn to the first answered page, on the embedded database and with default settings. The first start
 * creates database, schema and content; the others are warm. Memory is read when nothing has happened for a while.
 */
export async function runStartTimes(stage, { starts }) {
  const root = stage.root;
  const direct = [nodeOf(root), [...SERVER_FLAGS, join(root, 'dist', 'main.js')]];
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
    ? [process.execPath, [process.env.npm_execpath, 'start', '--silent']]
    : ['npm', ['start', '--silent']];
  const first = await oneStart(stage, direct);
  console.log(`  first start of all: ${Math.round(first.ms)} ms`);
  const node = await repeat(stage, direct, starts, 'node dist/main.js');
  const viaNpm = await repeat(stage, npm, starts, 'npm start');
  const times = (list) => list.map(({ ms }) => ms);
  return { firstMs: first.ms, nodeMs: times(node), npmMs: times(viaNpm), idle: node[0].idle };
}

async function repeat(stage, command, starts, name) {
  const results = [];
  for (let index = 0; index < starts; index += 1) {
    results.push(await oneStart(stage, command, index === 0));
  }
  console.log(`  ${name}: ${results.map(({ ms }) => Math.round(ms)).join(', ')} ms`);
  return results;
}

async function oneStart(stage, [command, args], readIdle = false) {
  const port = await freePort();
  const env = await environment(stage, port);
  const begin = performance.now();
  const proc = start(command, args, { env, cwd: stage.root, log: stage.path('start.log'), group: true });
  try {
    const ms = await untilAnswering(proc, `http://127.0.0.1:${port}/`, begin);
    if (!readIdle) return { ms };
    await sleep(IDLE_MS);
    return { ms, idle: memoryOf(proc.pid) };
  } finally {
    await stop(proc);
  }
}

/** Every setting is given, because the service also reads a `.env` in the project's directory; empty means default. */
async function environment(stage, port) {
  const { SETTING_NAMES } = await import(pathToFileURL(join(stage.root, 'dist', 'config', 'config.js')).href);
  return {
    ...Object.fromEntries(SETTING_NAMES.map((name) => [name, ''])),
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    HOST: '127.0.0.1',
    PORT: String(port),
    VAR_DIR: stage.path('start'),
  };
}
