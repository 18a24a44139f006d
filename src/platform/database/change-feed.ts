import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';

/** What PostgreSQL announces: `content` when published things changed, `mail` when a message became due. */
export type Topic = 'content' | 'mail';

/**
 * One connection that listens to PostgreSQL's notifications and comes back by itself after a loss.
 *
 * While it is down announcements are missed: `connected` is false then, and every handler runs once when the
 * connection is back. Do not rely on it for work that must not be lost; that is a row somebody polls.
 */
export class ChangeFeed {
  #client: pg.Client | null = null;
  #closed = false;
  readonly #handlers = new Map<Topic, Set<() => void>>();
  /** Advisory lock this process holds as long as it lives; see {@link ChangeFeed.tryOwn}. */
  #owned: number | null = null;

  /** @param revive tried before each attempt to connect again; starts a database of our own that has died */
  constructor(
    private readonly url: string,
    private readonly log: Logger,
    private readonly revive: () => Promise<unknown> = () => Promise.resolve(),
  ) {}

  get connected(): boolean {
    return this.#client !== null;
  }

  on(topic: Topic, handler: () => void): void {
    const handlers = this.#handlers.get(topic) ?? new Set();
    handlers.add(handler);
    this.#handlers.set(topic, handlers);
  }

  async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: `ctbu-training feed ${process.pid}`,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client.on('error', () => undefined); // 'end' follows and is handled there
    await client.connect();
    client.on('end', () => this.#lost(client));
    client.on('notification', ({ channel }) => this.#announce(channel as Topic));
    await client.query('listen content; listen mail');
    if (this.#owned !== null) await client.query('select pg_try_advisory_lock($1)', [this.#owned]);
    if (this.#closed) return client.end();
    this.#client = client;
  }

  /**
   * Takes an advisory lock for the life of this process. PostgreSQL frees it when the process dies, however
   * it dies, so no stale lock file can ever stand in the way.
   *
   * @returns false when another process holds it
   */
  async tryOwn(key: number): Promise<boolean> {
    if (this.#client === null) throw new Error('the change feed is not open');
    const { rows } = await this.#client.query<{ ok: boolean }>('select pg_try_advisory_lock($1) as ok', [
      key,
    ]);
    const ok = rows[0]?.ok === true;
    if (ok) this.#owned = key;
    return ok;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  #announce(topic: Topic): void {
    for (const handler of this.#handlers.get(topic) ?? []) handler();
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return; // an older connection's farewell
    this.#client = null;
    void this.#comeBack();
  }

  async #comeBack(): Promise<void> {
    for (let delay = 100; !this.#closed; delay = Math.min(delay * 2, 5_000)) {
      await sleep(delay, undefined, { ref: false });
      if (this.#closed) return;
      try {
        await this.revive();
        await this.open();
      } catch {
        continue; // still away
      }
      this.log.info('listening to the database again');
      for (const topic of this.#handlers.keys()) this.#announce(topic);
      return;
    }
  }
}
