import type { ChangeFeed } from './change-feed.js';
import { isUnavailable } from './unavailable.js';

const MAX_ENTRIES = 1_000;

/**
 * Remembers what was read or rendered from published content until that content changes, in any instance.
 * Holds at most {@link MAX_ENTRIES} values, the least recently used go first. Without a live change feed every
 * value is read anew, so a page can be slow but not stale; only while the database does not answer at all, the
 * last known value serves, because a visitor with a filled form needs the page more than its latest comma.
 */
export class ContentCache {
  readonly #values = new Map<string, Promise<unknown>>();

  constructor(private readonly feed: ChangeFeed) {
    feed.on('content', () => this.#values.clear());
  }

  /** `key` must start with the feature's name, such as `courses:list`. A load that throws is not remembered. */
  get<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.#values.get(key) as Promise<T> | undefined;
    if (!this.feed.connected) return known === undefined ? load() : load().catch(orLastKnown(known));
    if (known !== undefined) {
      this.#values.delete(key);
      this.#values.set(key, known);
      return known;
    }
    // Stored before it is loaded: a change that arrives meanwhile removes it, so nothing old is kept.
    const loading = load();
    this.#values.set(key, loading);
    loading.catch(() => {
      if (this.#values.get(key) === loading) this.#values.delete(key);
    });
    if (this.#values.size > MAX_ENTRIES) this.#values.delete(this.#values.keys().next().value as string);
    return loading;
  }
}

function orLastKnown<T>(known: Promise<T>): (error: unknown) => Promise<T> {
  return (error) => {
    if (isUnavailable(error)) return known;
    throw error;
  };
}
