import { writeFile } from 'node:fs/promises';
import type { DataSource } from 'typeorm';

const DIRECTORY = new URL('../../../migrations/', import.meta.url);

/** SQL that would bring the database to what the entities say; empty when both agree. */
export async function pendingSchemaSql(source: DataSource): Promise<{ up: string[]; down: string[] }> {
  const sql = await source.driver.createSchemaBuilder().log();
  return {
    up: sql.upQueries.map(({ query }) => query),
    down: sql.downQueries.map(({ query }) => query).toReversed(),
  };
}

/**
 * Writes a migration file from the difference between entities and database, as a draft to be read and mended.
 *
 * @returns its path inside the repository, or null when there is no difference
 */
export async function writeMigration(
  source: DataSource,
  name: string,
  now = Date.now(),
): Promise<string | null> {
  const { up, down } = await pendingSchemaSql(source);
  if (up.length === 0) return null;
  const className = name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const lines = (queries: string[]) =>
    queries.map((sql) => `    await runner.query(${JSON.stringify(sql)});`).join('\n');
  const file = `${now}-${name}.ts`;
  await writeFile(
    new URL(file, DIRECTORY),
    `import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${className}${now} implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
${lines(up)}
  }

  async down(runner: QueryRunner): Promise<void> {
${lines(down)}
  }
}
`,
  );
  return `migrations/${file}`;
}
