import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { shareLockWith } from './launch-lock.mjs';
import { LaunchProblem } from './launch-problem.mjs';

const SAME_SIGNAL_MS = 1000;

let current;
let stoppedBy;
let last = { signal: undefined, at: 0 };

/**
 * Runs one program at a time; whatever ends this process reaches it first, and its exit code becomes ours.
 * @returns {Promise<{ code: number, output: string }>} output: what it wrote, if `capture` is set
 */
export function runChild(command, args, { capture = false, ...options }) {
  if (stoppedBy !== undefined) process.exit(exitCodeOf(stoppedBy));
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      ...options,
    });
    current = child;
    shareLockWith(child.pid);
    const chunks = [];
    if (capture)
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.once('error', (error) => reject(new LaunchProblem(`无法运行 ${command}：${error.message}`)));
    child.once(capture ? 'close' : 'exit', (code, signal) => {
      current = undefined;
      resolve({ code: code ?? exitCodeOf(signal), output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/** Hands each signal on once: a Ctrl-C under npm arrives from the terminal and, a moment later, from npm as well. */
export function forwardSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => pass(signal));
  if (process.env.npm_lifecycle_event !== undefined && process.platform !== 'win32') watchParent();
}

/** After an install or build that was interrupted, nothing more is to be started. */
export function exitIfStopped() {
  if (stoppedBy !== undefined) process.exit(exitCodeOf(stoppedBy));
}

function pass(signal) {
  const now = Date.now();
  if (signal === last.signal && now - last.at < SAME_SIGNAL_MS) return;
  last = { signal, at: now };
  stoppedBy = signal;
  if (current === undefined) process.exit(exitCodeOf(signal));
  current.kill(signal);
}

/**
 * npm runs us through `sh -c`, and hands a SIGTERM to that shell only, which dies of it without telling us: the
 * server would live on, unseen, with its port. The death of our parent is the only trace, so it is looked for.
 */
function watchParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    pass('SIGTERM');
  }, 250);
  timer.unref();
}

/** The shell's convention: 128 + the signal's number. */
function exitCodeOf(signal) {
  return 128 + (constants.signals[signal] ?? 0);
}
