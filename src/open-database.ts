import type { Config } from './config/config.js';
import { startEmbeddedPostgres } from './platform/database/embedded-postgres.js';

/** A database one can connect to. `close` stops it when it is ours; another process's is left alone. */
export interface OpenDatabase {
  url: string;
  /** Starts it again when it is ours and has died; otherwise nothing happens. */
  revive(): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * Apart from boot.ts, and light, so that the embedded server starts while the rest of the code is being loaded.
 *
 * @throws StartupProblem
 */
export async function openDatabase(config: Config, say: (line: string) => void): Promise<OpenDatabase> {
  const nothing = () => Promise.resolve();
  if (config.database.url !== null) return { url: config.database.url, revive: nothing, close: nothing };
  const start = () => startEmbeddedPostgres({ varDir: config.varDir, say });
  let embedded = await start();
  return {
    url: embedded.url,
    revive: async () => {
      const dead = embedded;
      embedded = await start();
      await dead.stop(); // gives up its place in the register of users, no more: we hold a new one
    },
    close: () => embedded.stop(),
  };
}
