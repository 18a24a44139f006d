import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { ENTITIES } from '../../src/app.module.js';
import { migrationFiles } from '../../src/platform/database/data-source.js';
import { pendingSchemaSql } from '../../src/platform/database/generate-migration.js';
import { migrate, withMigrations } from '../../src/platform/database/migrate.js';
import { seed } from '../../src/seed/seed.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
let client: pg.Client;

beforeEach(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

/** Tables, columns, constraints, indexes, triggers and functions of ours, as text. */
async function schema(): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    select format('%s.%s %s %s', table_name, column_name, data_type, coalesce(column_default, '') || is_nullable) as line
      from information_schema.columns where table_schema = 'public' and table_name <> 'migration'
    union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
      where connamespace = 'public'::regnamespace and conrelid::regclass::text not in ('migration', '-')
    union all select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'migration'
    union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    union all select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
    order by 1`);
  return rows.map(({ line }) => line);
}
const nothing = () => Promise.resolve();

describe('migrations', () => {
  test('bring the database to exactly what the entities say', async () => {
    const { up } = await withMigrations(database.url, ENTITIES, pendingSchemaSql);
    expect(up).toEqual([]);
  });

  test('a difference would be seen', async () => {
    await client.query('alter table inquiry alter column phone drop not null; drop index mail_due');
    const { up } = await withMigrations(database.url, ENTITIES, pendingSchemaSql);
    expect(up.length).toBeGreaterThanOrEqual(2);
  });

  test('each goes back, the last leaves nothing behind, and all run again', async () => {
    const before = await schema();
    const files = await migrationFiles();
    for (let i = 0; i < files.length; i += 1) {
      await withMigrations(database.url, ENTITIES, (source) =>
        source.undoLastMigration({ transaction: 'each' }),
      );
    }
    expect(await schema()).toEqual([]);
    expect(await migrate(database.url, ENTITIES, nothing)).toEqual(files.map(({ name }) => name));
    expect(await schema()).toEqual(before);
  });

  test('ten instances that start at once on an empty database: one works, all find it done', async () => {
    await client.query('drop schema public cascade; create schema public');
    const results = await Promise.all(
      Array.from({ length: 10 }, () =>
        migrate(database.url, ENTITIES, async (own) => void (await seed(own, 'demo'))),
      ),
    );
    const worked = results.filter((applied) => applied.length > 0);
    expect(worked).toHaveLength(1);
    const { rows } = await client.query(
      'select (select count(*)::int from contact) as contacts, (select count(*)::int from news) as news',
    );
    expect(rows).toEqual([{ contacts: 1, news: 12 }]);
  });

  test('the first content is added once and touches nothing that is there', async () => {
    expect(await seed(client, 'none')).toEqual(['联系方式']);
    await client.query(`update contact set email = 'changed@example.cn'`);
    expect((await seed(client, 'demo')).length).toBe(2);
    await client.query(`delete from news where id = 26394`);
    expect(await seed(client, 'demo')).toEqual([]);
    const { rows } = await client.query(
      'select email, (select count(*)::int from news) as news from contact',
    );
    expect(rows).toEqual([{ email: 'changed@example.cn', news: 11 }]);
    const { rows: next } = await client.query<{ id: number }>(
      `insert into news (column_slug, title, published_at, summary, body_html) values ('xyxs', 't', now(), '', '') returning id`,
    );
    expect(next[0]?.id).toBeGreaterThan(26_478);
  });
});
