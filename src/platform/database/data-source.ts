import { readdir } from 'node:fs/promises';
import type pg from 'pg';
import { DataSource } from 'typeorm';

/** Entity classes, as the composition root lists them. */
export type EntityClass = new () => object;

const MIGRATIONS = new URL('../../../migrations/', import.meta.url);

/** A paused or unreachable server must end a request in an error within its budget, not in a hang. */
const REQUEST_LIMITS = {
  connectionTimeoutMillis: 5_000,
  query_timeout: 10_000,
  statement_timeout: 9_000,
  idle_in_transaction_session_timeout: 15_000,
};

/** The connection pool that serves requests and workers. The schema comes from `migrations/` alone. */
export function createDataSource(url: string, entities: EntityClass[], poolSize: number): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    synchronize: false,
    logging: false,
    poolSize,
    applicationName: `ctbu-training ${process.pid}`,
    connectTimeoutMS: 5_000,
    extra: { ...REQUEST_LIMITS, keepAlive: true, onConnect: survive },
  });
}

/**
 * The pool listens for errors of idle connections and whoever borrowed one listens while a query runs. A connection cut
 * in between would emit an error nobody hears, which ends the process; the next query on it fails all the same.
 */
function survive(client: pg.Client): void {
  client.on('error', () => undefined);
}

/** A connection for schema work: it knows the migrations and has no time limits. */
export async function createMigrationDataSource(url: string, entities: EntityClass[]): Promise<DataSource> {
  const files = await migrationFiles();
  const modules = await Promise.all(files.map(({ href }) => import(href) as Promise<Record<string, never>>));
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    migrations: modules.flatMap((module) => Object.values(module)),
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    poolSize: 2,
    applicationName: `ctbu-training migrations ${process.pid}`,
    connectTimeoutMS: 5_000,
  });
}

/**
 * The migration files by age: `<timestamp>-<verb>-<noun>.ts`. Node strips their types itself, so they run as
 * they stand in the repository.
 */
export async function migrationFiles(): Promise<{ timestamp: string; name: string; href: string }[]> {
  const names = (await readdir(MIGRATIONS)).filter((name) => /^\d{13}-[a-z0-9-]+\.ts$/.test(name)).sort();
  return names.map((name) => ({
    timestamp: name.slice(0, 13),
    name: name.slice(14, -3),
    href: new URL(name, MIGRATIONS).href,
  }));
}
