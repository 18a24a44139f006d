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
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly feed: ChangeFeed) {
    feed.on('content', () => this.#entries.clear());
  }

  /** `key` must start with the feature's name, such as `courses:list`. A load that throws is not remembered. */
  get<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key) as Entry<T> | undefined;
    if (!this.feed.connected) return known === undefined ? load() : load().catch(orLastKnown(known.loading));
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.loading;
    }
    // Stored before it is loaded: a change that arrives meanwhile removes it, so nothing old is kept.
    const entry: Entry<T> = { loading: load(), loaded: undefined };
    this.#entries.set(key, entry);
    entry.loading.then(
      (value) => (entry.loaded = value),
      () => this.#entries.get(key) === entry && this.#entries.delete(key),
    );
    if (this.#entries.size > MAX_ENTRIES) this.#entries.delete(this.#entries.keys().next().value as string);
    return entry.loading;
  }

  /** What is remembered under a key and loaded, at once; undefined otherwise. For paths too hot for a promise. */
  peek<T>(key: string): T | undefined {
    if (!this.feed.connected) return undefined;
    return this.#entries.get(key)?.loaded as T | undefined;
  }
}

interface Entry<T = unknown> {
  loading: Promise<T>;
  loaded: T | undefined;
}

function orLastKnown<T>(known: Promise<T>): (error: unknown) => Promise<T> {
  return (error) => {
    if (isUnavailable(error)) return known;
    throw error;
  };
}
