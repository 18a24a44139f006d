import {
  chmodSync,
  closeSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { generate } from 'selfsigned';
import { nodeOf } from '../../scripts/lib/project-node.mjs';
import { ask, startHelper, stopAll } from './processes.mjs';
import { median } from './stats.mjs';

const TMPFS = 0x01021994;

/** Everything around the contenders: a scratch directory, PostgreSQL, an SMTP server, the load process. */
export class Stage {
  /** What to do at the end, newest last. */
  #undo = [];

  constructor(root, profileDir) {
    this.root = root;
    this.profileDir = profileDir;
  }

  async open() {
    this.dir = mkdtempSync(join(tmpdir(), 'ctbu-training-bench-'));
    this.#undo.push(() => rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 }));
    chmodSync(this.dir, 0o755); // run by root, PostgreSQL is another user and must get in
    if (process.platform === 'linux' && statfsSync(this.dir).type === TMPFS) {
      throw new Error(
        `${tmpdir()} is in memory: flushing costs nothing there. Set TMPDIR to a directory on a disk.`,
      );
    }
    this.#undo.push(() => stopAll());
    await this.#startPostgres();
    await this.#startSmtp();
    this.load = startHelper(nodeOf(this.root), join(this.root, 'bench', 'load.mjs'));
  }

  async close() {
    for (const step of this.#undo.splice(0).toReversed()) await step();
  }

  path(name) {
    return join(this.dir, name);
  }

  /** Runs one statement as the superuser. */
  async query(database, sql, values = []) {
    const client = new pg.Client({ connectionString: this.databaseUrl(database) });
    await client.connect();
    try {
      return (await client.query(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  databaseUrl(database) {
    const url = new URL(this.postgres.url);
    url.pathname = `/${database}`;
    return url.href;
  }

  /** Messages taken from an account so far. */
  async accepted(account) {
    const { accepted } = await ask(this.smtp, {});
    return accepted[account] ?? 0;
  }

  smtpUrl(account) {
    return `smtps://${encodeURIComponent(account)}:secret@127.0.0.1:${this.smtpPort}`;
  }

  /** ms for writing 8 KB and flushing it, the floor under every commit. */
  flushMs() {
    const file = openSync(this.path('flush'), 'w');
    const block = Buffer.alloc(8192);
    const times = Array.from({ length: 200 }, () => {
      const begin = performance.now();
      writeSync(file, block, 0, block.length, 0);
      fdatasyncSync(file);
      return performance.now() - begin;
    });
    closeSync(file);
    return median(times);
  }

  async #startPostgres() {
    // Built code, not in the repository: a static import would not resolve before the build.
    const built = join(this.root, 'dist', 'platform', 'database', 'embedded-postgres.js');
    const { startEmbeddedPostgres } = await import(pathToFileURL(built).href);
    this.postgres = await startEmbeddedPostgres({ varDir: this.path('database'), say: console.log });
    this.#undo.push(() => this.postgres.stop());
    const pidFile = readFileSync(join(this.postgres.dataDir, 'postmaster.pid'), 'utf8');
    this.postmaster = Number(pidFile.split('\n')[0]);
  }

  async #startSmtp() {
    const names = [
      { type: 7, ip: '127.0.0.1' },
      { type: 2, value: 'localhost' },
    ];
    const options = {
      keySize: 2048,
      algorithm: 'sha256',
      extensions: [{ name: 'subjectAltName', altNames: names }],
    };
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], options);
    this.caFile = this.path('ca.pem');
    writeFileSync(this.caFile, cert);
    const env = { ...process.env, BENCH_SMTP_KEY: key, BENCH_SMTP_CERT: cert };
    this.smtp = startHelper(nodeOf(this.root), join(this.root, 'bench', 'smtp-server.mjs'), env);
    const [{ port }] = await once(this.smtp.child, 'message');
    this.smtpPort = port;
  }
}
