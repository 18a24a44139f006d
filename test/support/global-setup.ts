import { mkdtemp, rm } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One PostgreSQL for all test files of a run: TEST_DATABASE_URL if that is set, else an embedded one that goes away
 * afterwards (`global-teardown.ts`). The variable reaches the test files because their processes start later.
 */
async function globalSetup(): Promise<void> {
  if (process.env['TEST_DATABASE_URL'] !== undefined) return;
  findTypeScript();
  const { startEmbeddedPostgres } = await import('../../src/platform/database/embedded-postgres.js');
  const varDir = await mkdtemp(join(tmpdir(), 'training-tests-'));
  const server = await startEmbeddedPostgres({ varDir, say: () => undefined });
  process.env['TEST_DATABASE_URL'] = server.url;
  globalThis.stopTestDatabase = async () => {
    await server.stop();
    await rm(varDir, { recursive: true, force: true });
  };
}

declare global {
  /** Left by the setup for the teardown: both run in the one process that outlives all tests. */
  var stopTestDatabase: (() => Promise<void>) | undefined;
}

/** Jest's moduleNameMapper does not reach this file: here Node itself has to find `x.ts` where the code says `x.js`. */
function findTypeScript(): void {
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (!/^\.{1,2}\/.*\.js$/.test(specifier)) throw error;
        return next(specifier.replace(/\.js$/, '.ts'), context);
      }
    },
  });
}

// oxlint-disable-next-line import/no-default-export -- jest takes the default export
export default globalSetup;
