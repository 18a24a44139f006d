import pg from 'pg';
import type { DataSource } from 'typeorm';
import { createMigrationDataSource, migrationFiles, type EntityClass } from './data-source.js';

/** Any fixed number: it names the advisory lock under which the schema and the first content change. */
const MIGRATION_LOCK = 7_239_114;

/**
 * Brings the schema up to date and runs `then` (the first content), holding an advisory lock, so that any
 * number of instances may start at once: one works, the others wait and find nothing left to do.
 *
 * @returns the names of the migrations applied, empty on a usual start
 */
export async function migrate(
  url: string,
  entities: EntityClass[],
  then: (client: pg.Client) => Promise<void>,
): Promise<string[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `ctbu-training migrations ${process.pid}`,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined); // a lost connection shows at the next query
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const pending = await pendingMigrations(client);
    if (pending.length > 0) {
      await withMigrations(url, entities, (source) => source.runMigrations({ transaction: 'each' }));
    }
    await then(client);
    return pending;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Opens the schema connection for one piece of work (run, revert, generate) and closes it. */
export async function withMigrations<T>(
  url: string,
  entities: EntityClass[],
  work: (source: DataSource) => Promise<T>,
): Promise<T> {
  const source = await createMigrationDataSource(url, entities);
  await source.initialize();
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}

async function pendingMigrations(client: pg.Client): Promise<string[]> {
  const files = await migrationFiles();
  const table = await client.query<{ found: boolean }>(
    `select to_regclass('migration') is not null as found`,
  );
  if (table.rows[0]?.found !== true) return files.map((file) => file.name);
  const done = await client.query<{ timestamp: string }>('select timestamp::text from migration');
  const known = new Set(done.rows.map((row) => row.timestamp));
  return files.filter((file) => !known.has(file.timestamp)).map((file) => file.name);
}
