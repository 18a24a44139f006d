import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

/** The pool under TypeORM, for the few statements where a named prepared statement pays. */
export function poolOf(dataSource: DataSource): pg.Pool {
  return (dataSource.driver as PostgresDriver).master as pg.Pool;
}

/**
 * Runs one statement as a named prepared statement: PostgreSQL parses and plans it once a connection.
 * For the request's hot path only; everything else uses TypeORM's own query methods.
 */
export async function hotQuery<Row extends pg.QueryResultRow>(
  dataSource: DataSource,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const result = await poolOf(dataSource).query<Row>({ name, text, values });
  return result.rows;
}
