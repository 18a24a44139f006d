import type { Config } from './config/config.js';
import { startEmbeddedPostgres } from './platform/database/embedded-postgres.js';

/** A database one can connect to. `close` stops it when it is ours; another process's is left alone. */
export interface OpenDatabase {
  url: string;
  close(): Promise<void>;
}

/**
 * Apart from boot.ts, and light, so that the embedded server starts while the rest of the code is being loaded.
 *
 * @throws StartupProblem
 */
export async function openDatabase(config: Config, say: (line: string) => void): Promise<OpenDatabase> {
  if (config.database.url !== null) return { url: config.database.url, close: () => Promise.resolve() };
  const embedded = await startEmbeddedPostgres({ varDir: config.varDir, say });
  return { url: embedded.url, close: () => embedded.stop() };
}
