import { Client } from 'pg';

/** What the server says to somebody who wants to come in. */
export type Answer = 'ready' | 'no database' | 'not yet' | 'wrong password';

export const SUPERUSER = 'training';
const DATABASE = 'training';

export function databaseUrl(password: string, port: number): string {
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`;
}

export async function ask(password: string, port: number): Promise<Answer> {
  try {
    await query(password, port, DATABASE, 'select 1');
    return 'ready';
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === '3D000') return 'no database';
    if (code === '28P01' || code === '28000') return 'wrong password';
    // Full of connections: it lives, and those who share it will let go.
    return code === '53300' ? 'ready' : 'not yet';
  }
}

export async function createDatabase(password: string, port: number): Promise<void> {
  await query(password, port, 'postgres', `create database ${DATABASE}`);
}

async function query(password: string, port: number, database: string, sql: string): Promise<void> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password,
    database,
    ssl: false,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end().catch(() => undefined);
  }
}
