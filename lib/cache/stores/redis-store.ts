import { connectRedis, makeRedisClient, type RedisClient } from '../redis/connect-redis.js';
import type { StoreLink } from './store-link.js';

/** A Redis of the client's own. It connects in the background, and again whenever the connection is lost. */
export class RedisStore implements StoreLink {
  readonly ready: Promise<void>;
  #client: RedisClient | undefined;
  #isClosed = false;
  #failure: Error | undefined;

  /** @param url `redis://…` or `rediss://…`; credentials and database may be part of it. */
  constructor(url: string) {
    this.ready = this.#connect(url);
  }

  /** {@inheritDoc StoreLink.get} */
  get(key: string): Promise<unknown> {
    return this.#there().get(key);
  }

  /** {@inheritDoc StoreLink.set} */
  set(key: string, text: string, ttlMs: number): Promise<unknown> {
    return this.#there().set(key, text, { PX: ttlMs });
  }

  /** Ends the connection. */
  close(): void {
    this.#isClosed = true;
    this.#client?.destroy();
    this.#client = undefined;
  }

  /** @throws Why there is no connection: that says more than that there is none. */
  #there(): RedisClient {
    const client = this.#client;
    if (client && (client.isReady || !this.#failure)) return client;
    throw this.#failure ?? new Error('The store is closed. Make a new client.');
  }

  async #connect(url: string): Promise<void> {
    const feature = 'Option "cache.store" with a redis URL';
    let fails!: () => void;
    const failed = new Promise<void>((resolve) => (fails = resolve));
    try {
      const { client } = await makeRedisClient({
        url,
        feature,
        onError: (error) => {
          this.#failure = error as Error;
          fails();
        },
        onReady: () => (this.#failure = undefined),
      });
      if (this.#isClosed) return;
      this.#client = client;
      await Promise.race([connectRedis(client), failed]);
    } catch (error) {
      this.#failure = error as Error;
    }
  }
}
