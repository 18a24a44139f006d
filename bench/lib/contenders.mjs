import { join } from 'node:path';
import { nodeOf, SERVER_FLAGS } from '../../scripts/lib/project-node.mjs';
import { freePort, start, stop, untilAnswering } from './processes.mjs';

/**
 * Mails a minute, both contenders. Far above what QQ allows, so that a worker really works during the load, and low
 * enough for both to keep the pace within a tenth: at 600 ours sent half as many, and so did half of that work.
 */
export const MAIL_RATE = 240;
/** Connections of the pool, both contenders: the service's default. */
export const POOL_SIZE = 10;

const MAIL_TO = 'centre@bench.example';

/** The service as it runs in production, and the bare server; each with a database of its own. */
export const CONTENDERS = [
  { name: 'ours', database: 'bench_ours', account: 'ours@bench.example', script: ['dist', 'main.js'] },
  {
    name: 'bare',
    database: 'bench_bare',
    account: 'bare@bench.example',
    script: ['bench', 'bare-server.mjs'],
  },
];

/**
 * Creates both databases. The first start of our service migrates and fills its own, as it does for everybody; the
 * bare one is a copy of that.
 */
export async function createDatabases(stage) {
  const [ours, bare] = CONTENDERS;
  await stage.query('postgres', `create database ${ours.database}`);
  const running = await startContender(stage, ours);
  await running.stop();
  await stage.query('postgres', `create database ${bare.database} template ${ours.database}`);
}

/** Starts one on a free port and waits until it answers. */
export async function startContender(stage, contender) {
  const port = await freePort();
  const env = environment(stage, contender, port);
  const profiling = stage.profileDir
    ? ['--cpu-prof', `--cpu-prof-dir=${join(stage.profileDir, contender.name)}`]
    : [];
  // Both run with the flags that `npm start` gives our server.
  const args = [...SERVER_FLAGS, ...profiling, join(stage.root, ...contender.script)];
  const log = stage.path(`${contender.name}.log`);
  const proc = start(nodeOf(stage.root), args, { env, cwd: stage.dir, log });
  await untilAnswering(proc, `http://127.0.0.1:${port}/health/live`, performance.now());
  return {
    port,
    pid: proc.pid,
    stop: async () => {
      if (!(await stop(proc))) console.log(`! ${contender.name} had to be killed`);
    },
  };
}

/** The same settings for both; the bare server simply does not read all of them. */
function environment(stage, { database, account }, port) {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_EXTRA_CA_CERTS: stage.caFile,
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    ROLE: 'all',
    VAR_DIR: stage.path('var'),
    DATABASE_URL: stage.databaseUrl(database),
    DATABASE_POOL: String(POOL_SIZE),
    SMTP_URL: stage.smtpUrl(account),
    MAIL_FROM: account,
    MAIL_TO,
    MAIL_RATE_PER_MINUTE: String(MAIL_RATE),
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'info',
  };
}
