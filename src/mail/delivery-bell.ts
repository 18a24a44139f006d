import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { LOGGER } from '../platform/tokens.js';

/** At most one announcement in this time: a burst of requests is one reason to look, not hundreds. */
const QUIET_MS = 100;

/**
 * Tells the delivery workers, in whichever process, that mail rows were committed.
 *
 * Apart from the commit on purpose: PostgreSQL takes one lock for all NOTIFYing commits of a cluster, so a NOTIFY
 * inside would make every submission wait for every other one's flush. A lost ring costs seconds: workers also poll.
 */
@Injectable()
export class DeliveryBell implements OnModuleDestroy {
  #quiet: NodeJS.Timeout | null = null;
  #again = false;

  constructor(
    private readonly database: DataSource,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Call after the commit. Returns at once and never throws. */
  ring(): void {
    if (this.#quiet !== null) {
      this.#again = true;
      return;
    }
    this.#quiet = setTimeout(() => {
      this.#quiet = null;
      if (!this.#again) return;
      this.#again = false;
      this.ring();
    }, QUIET_MS);
    this.#quiet.unref();
    this.database.query(`select pg_notify('mail', '')`).catch((error: unknown) => {
      this.log.debug({ err: error }, 'could not announce mail; the workers will find it by polling');
    });
  }

  onModuleDestroy(): void {
    if (this.#quiet !== null) clearTimeout(this.#quiet);
    this.#quiet = null;
  }
}
