import type { KaizenCacheStore } from '../../options/cache-options.js';
import type { StoreLink } from './store-link.js';

type Listener = (event: unknown) => void;

/** What Keyv and cache-manager have besides: they swallow failures and tell of them so. */
interface Emitter {
  on?: (event: string, listener: Listener) => unknown;
  off?: (event: string, listener: Listener) => unknown;
}

/** A cache of cache-manager has stores, each a Keyv. */
interface Given extends KaizenCacheStore, Emitter {
  readonly stores?: unknown;
}

/** A store that somebody else made, and closes. It is known by its shape alone. */
export class GivenStore implements StoreLink {
  readonly #listening: (() => void)[] = [];

  constructor(private readonly store: KaizenCacheStore) {}

  /** {@inheritDoc StoreLink.get} */
  get(key: string): unknown {
    return this.store.get(key);
  }

  /** {@inheritDoc StoreLink.set} */
  async set(key: string, text: string, ttlMs: number): Promise<void> {
    const kept: unknown = await this.store.set(key, text, ttlMs);
    // A Keyv says so when its store has failed.
    if (kept === false) throw new Error('The store did not keep the entry. See its own log.');
  }

  /** {@inheritDoc StoreLink.onFailure} */
  onFailure(tell: (error: unknown) => void): void {
    const given: Given = this.store;
    if (!Array.isArray(given.stores)) return this.#listen(given, 'error', tell);
    this.#listen(given, 'get', (event) => {
      const { error } = Object(event) as { error?: unknown };
      if (error !== undefined) tell(error);
    });
    for (const keyv of given.stores) this.#listen(keyv as Emitter, 'error', tell);
  }

  /** Listens no more. */
  close(): void {
    for (const stop of this.#listening.splice(0)) stop();
  }

  #listen(emitter: Emitter, event: string, listener: Listener): void {
    if (typeof emitter.on !== 'function' || typeof emitter.off !== 'function') return;
    emitter.on(event, listener);
    this.#listening.push(() => emitter.off?.(event, listener));
  }
}
