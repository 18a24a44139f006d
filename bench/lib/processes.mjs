import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_MS = 20_000;
const living = new Set();

/**
 * Starts a program whose output goes to a file. Its environment is what is given and nothing of ours, so that a
 * developer's settings do not leak into a measurement.
 * @param {{ group?: boolean }} options group: its own process group, which is then stopped as a whole
 */
export function start(command, args, { env, cwd, log, group = false }) {
  const file = openSync(log, 'a');
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', file, file], detached: group });
  closeSync(file);
  return keep(child, { log, group });
}

/** Starts one of our own helpers, which answers requests over IPC with one message each. */
export function startHelper(execPath, script, env = process.env) {
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc'];
  return keep(fork(script, [], { execPath, env, stdio }), { group: false });
}

/** Sends a request to a helper and waits for its answer. */
export async function ask(helper, request) {
  const heard = new AbortController();
  const { signal } = heard;
  const answer = once(helper.child, 'message', { signal });
  const end = once(helper.child, 'exit', { signal }).then(() => [{ problem: 'a helper ended unexpectedly' }]);
  helper.child.send(request);
  const [reply] = await Promise.race([answer, end]);
  end.catch(() => undefined);
  heard.abort();
  if (reply.problem !== undefined) throw new Error(reply.problem);
  return reply;
}

/** Waits until it answers the address with 200. @returns ms since `from` */
export async function untilAnswering(proc, url, from, { everyMs = 5, withinMs = 60_000 } = {}) {
  for (;;) {
    if (hasEnded(proc.child)) throw new Error(`ended before it answered ${url}\n${tail(proc.log)}`);
    if (performance.now() - from > withinMs) throw new Error(`no answer from ${url}\n${tail(proc.log)}`);
    const response = await fetch(url).catch(() => null);
    await response?.arrayBuffer();
    if (response?.status === 200) return performance.now() - from;
    await sleep(everyMs);
  }
}

/** SIGTERM, and SIGKILL for who does not listen. @returns whether it went by itself */
export async function stop(proc) {
  if (isGone(proc)) return true;
  signal(proc, 'SIGTERM');
  const deadline = Date.now() + STOP_MS;
  while (!isGone(proc) && Date.now() < deadline) await sleep(10);
  if (isGone(proc)) return true;
  signal(proc, 'SIGKILL');
  while (!isGone(proc)) await sleep(10);
  return false;
}

/** Whatever is left, by its id. */
export async function stopAll() {
  await Promise.all([...living].map(stop));
}

/** A port free a moment ago, on loopback. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

function keep(child, more) {
  const proc = { child, pid: child.pid, ...more };
  living.add(proc);
  child.once('exit', () => living.delete(proc));
  return proc;
}

/** @returns whether there was somebody to signal */
function signal({ child, group }, name) {
  try {
    return process.kill(group ? -child.pid : child.pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
    return false;
  }
}

/** npm ends before the server it has started, so of a group every member must be gone. */
function isGone(proc) {
  return hasEnded(proc.child) && !(proc.group && signal(proc, 0));
}

const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

const tail = (log) => (log === undefined ? '' : readFileSync(log, 'utf8').slice(-2_000));
