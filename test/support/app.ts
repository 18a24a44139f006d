import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import pg from 'pg';
import { boot } from '../../src/boot.js';
import { buildConfig, type Config } from '../../src/config/config.js';
import { testDatabase, type TestDatabase } from './postgres.js';

/** Where the tests' service says it lives; never visited. */
export const PUBLIC_URL = 'https://px.example.test';

/** The whole service in this process, on a database and a port of its own. */
export interface TestApp {
  /** Its origin, without a slash at the end. */
  url: string;
  port: number;
  config: Config;
  database: TestDatabase;
  sql<Row extends object = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
  /** A provider of the running application. */
  get<T>(type: Type<T> | symbol): T;
  close(): Promise<void>;
}

/**
 * Starts it through boot.ts. Neither mail nor jobs unless ROLE says so, so that nothing happens by itself.
 *
 * @param settings as in the environment
 * @param database another instance's, to stand beside it; left alone at the end
 */
export async function startApp(
  settings: Record<string, string> = {},
  database?: TestDatabase,
): Promise<TestApp> {
  const own = database ?? (await testDatabase());
  const varDir = await mkdtemp(join(tmpdir(), 'training-app-'));
  const config = buildConfig({
    DATABASE_URL: own.url,
    DATABASE_POOL: '5',
    PORT: '0',
    PUBLIC_URL,
    ROLE: 'web',
    SEED: 'demo',
    VAR_DIR: varDir,
    LOG_LEVEL: 'silent',
    ...settings,
  });
  const opened = Promise.resolve({
    url: own.url,
    revive: () => Promise.resolve(),
    close: () => Promise.resolve(),
  });
  const service = await boot(config, opened, () => undefined);
  const pool = new pg.Pool({ connectionString: own.url, max: 3 });
  pool.on('error', () => undefined); // some tests cut every connection
  const url = service.url ?? '';
  return {
    url,
    port: Number(URL.parse(url)?.port ?? 0),
    config,
    database: own,
    sql: async <Row extends object>(text: string, values: unknown[] = []) =>
      (await pool.query(text, values)).rows as Row[],
    get: (type) => service.app.get(type, { strict: false }),
    close: async () => {
      await service.stop('test over');
      await pool.end();
      if (database === undefined) await own.drop();
      await rm(varDir, { recursive: true, force: true });
    },
  };
}
