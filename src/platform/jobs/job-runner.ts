import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { Config } from '../../config/config.js';
import { poolOf } from '../database/hot-sql.js';
import { CONFIG, LOGGER } from '../tokens.js';

type Handler = () => Promise<void>;

/**
 * Scheduled work, by pg-boss in the same database: each run happens in one instance, whichever takes it, and
 * again if that one dies. Not for mail and not for anything a visitor waits for.
 */
@Injectable()
export class JobRunner implements BeforeApplicationShutdown {
  readonly #jobs = new Map<string, { cron: string; handler: Handler }>();
  #boss: PgBoss | null = null;
  #starting: Promise<void> = Promise.resolve();
  readonly #stopping = new AbortController();

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @param cron five fields, Beijing time */
  schedule(name: string, cron: string, handler: Handler): void {
    this.#jobs.set(name, { cron, handler });
  }

  /** Called once the service answers requests: nobody waits for the clock. A web-only process runs no jobs. */
  start(): void {
    if (this.config.role !== 'web') this.#starting = this.#openAtLast();
  }

  /** Stops taking jobs and waits for the running one. Before the HTTP server closes, so the pool still lives. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#starting;
    await this.#boss?.stop({ graceful: true, timeout: 10_000 }).catch(() => undefined);
  }

  /** A database that is away at this moment must not cost the jobs of the whole day. */
  async #openAtLast(): Promise<void> {
    const { signal } = this.#stopping;
    for (let delay = 1_000; !signal.aborted; delay = Math.min(delay * 2, 60_000)) {
      try {
        return await this.#open();
      } catch (error) {
        this.logger.warn({ err: error }, 'scheduled jobs could not be started yet');
        await this.#boss?.stop({ graceful: false }).catch(() => undefined);
      }
      await sleep(delay, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #open(): Promise<void> {
    // Loaded here, after the port is open: a start does not wait for it.
    const { PgBoss } = await import('pg-boss');
    const pool = poolOf(this.dataSource);
    const boss = new PgBoss({
      db: { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) },
      schema: 'pgboss',
    });
    boss.on('error', (error) => this.logger.warn({ err: error }, 'scheduled jobs: passing fault'));
    await boss.start();
    this.#boss = boss;
    for (const [name, { cron, handler }] of this.#jobs) {
      await boss.createQueue(name);
      await boss.schedule(name, cron, null, { tz: 'Asia/Shanghai' });
      await boss.work(name, { pollingIntervalSeconds: 30 }, async () => handler());
    }
  }
}
