import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const running = new Set<ChildProcess>();
const READY = /服务已就绪：(http:\/\/\S+)|进程已就绪/;

/** One run of `dist/main.js`, from outside. */
export interface ServiceProcess {
  /** '' of a worker, which answers nobody. */
  url: string;
  port: number;
  pid: number;
  /** Everything it has written to standard output and error so far. */
  output(): string;
  stderr(): string;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Politely; resolves with its exit code. */
  terminate(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
}

/** Starts the service and waits for its ready line. Settings as in the environment; nothing else is inherited. */
export async function startService(settings: Record<string, string>): Promise<ServiceProcess> {
  const run = launch(settings);
  const url = await new Promise<string>((resolve, reject) => {
    run.child.stdout?.on('data', () => {
      const found = READY.exec(run.output());
      if (found !== null) resolve(found[1] ?? '');
    });
    void run.exited.then(({ code }) => reject(new Error(`exited with ${code}: ${run.output()}`)));
  });
  return {
    ...run,
    url,
    port: Number(URL.parse(url)?.port),
    pid: run.child.pid ?? 0,
    terminate: async () => {
      run.child.kill('SIGTERM');
      return (await run.exited).code;
    },
    kill: async () => {
      run.child.kill('SIGKILL');
      await run.exited;
    },
  };
}

/** Runs the service where it cannot run; resolves when it has given up. */
export async function failingService(settings: Record<string, string>) {
  const run = launch(settings);
  const timer = setTimeout(() => run.child.kill('SIGKILL'), 40_000);
  const { code } = await run.exited;
  clearTimeout(timer);
  return { code, stderr: run.stderr(), output: run.output() };
}

/** For `afterEach`: nothing a failed test started lives on. */
export async function endAll(): Promise<void> {
  const ends = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(ends);
}

/** A directory for one test file. */
export async function scratchDirectory(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'training-e2e-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

function launch(settings: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, [MAIN], {
    // Not the repository: its .env is the developer's.
    cwd: tmpdir(),
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      LANG: 'C.UTF-8',
      PORT: '0',
      PUBLIC_URL: 'https://px.example.test',
      DATABASE_POOL: '5',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let both = '';
  let errors = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (both += part));
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    both += part;
    errors += part;
  });
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    running.add(child);
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  return { child, exited, output: () => both, stderr: () => errors };
}
