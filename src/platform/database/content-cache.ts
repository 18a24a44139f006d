import type { ChangeFeed } from './change-feed.js';
import { isUnavailable } from './unavailable.js';

const MAX_ENTRIES = 1_000;

interface Entry<T = unknown> {
  loading: Promise<T>;
  /** Set once loaded. */
  loaded: T | undefined;
  /** Something has changed since, or may have: to be read again before it is used. */
  stale: boolean;
}

/**
 * Remembers what was read or rendered from published content until that content changes, in any instance.
 * Holds at most {@link MAX_ENTRIES} values, the least recently used go first. Without a live change feed every
 * value is read anew, so a page can be slow but not stale; only while the database does not answer at all, the
 * last known value serves, because a visitor with a filled form needs the page more than its latest comma.
 */
export class ContentCache {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly feed: ChangeFeed) {
    feed.on('content', () => {
      for (const entry of this.#entries.values()) entry.stale = true;
    });
  }

  /** `key` must start with the feature's name, such as `courses:list`. A load that throws is not remembered. */
  get<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key) as Entry<T> | undefined;
    if (known !== undefined && this.#usable(known)) {
      this.#put(key, known);
      return known.loading;
    }
    // Put in place before it is loaded: a change that arrives meanwhile marks it, so nothing old passes for new.
    const entry: Entry<T> = { loading: load(), loaded: undefined, stale: !this.feed.connected };
    entry.loading = entry.loading.catch((error: unknown) => {
      entry.stale = true;
      if (known?.loaded !== undefined && isUnavailable(error)) return known.loaded;
      throw error;
    });
    this.#put(key, entry);
    entry.loading.then(
      (value) => (entry.loaded = value),
      () => this.#takeBack(key, entry, known),
    );
    return entry.loading;
  }

  /** What is remembered under a key and loaded, at once; undefined otherwise. For paths too hot for a promise. */
  peek<T>(key: string): T | undefined {
    const entry = this.#entries.get(key) as Entry<T> | undefined;
    return entry !== undefined && this.#usable(entry) ? entry.loaded : undefined;
  }

  #usable(entry: Entry): boolean {
    return this.feed.connected && !entry.stale;
  }

  #put(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > MAX_ENTRIES) this.#entries.delete(this.#entries.keys().next().value as string);
  }

  #takeBack(key: string, entry: Entry, known: Entry | undefined): void {
    if (this.#entries.get(key) !== entry) return;
    if (known?.loaded === undefined) this.#entries.delete(key);
    else this.#entries.set(key, known);
  }
}
