import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { loadDependency } from '../../errors/load-dependency.js';
import { type KaizenPayloadStore } from '../options/store-options.js';

/** How long a connection may take, and how long the boot waits for the first, in milliseconds. */
const CONNECT_MS = 2000;
/** The longest wait before the next attempt to connect, in milliseconds. */
const LONGEST_WAIT_MS = 2000;

/** What is used of the client of Redis. */
interface RedisClient {
  connect(): Promise<unknown>;
  destroy(): void;
  eval(script: string, call: { keys: string[]; arguments: string[] }): Promise<unknown>;
  on(event: 'error' | 'ready', listener: (error?: unknown) => void): unknown;
}

/** The server's one connection to Redis. Without one every command fails at once; nothing waits. */
export class RedisLink implements OnApplicationShutdown {
  /** Texts by key, for a time. */
  readonly store: KaizenPayloadStore;

  private constructor(
    private readonly client: RedisClient,
    store: KaizenPayloadStore,
  ) {
    this.store = store;
  }

  /**
   * Connects to Redis. When it is not there, the server goes without until it is.
   *
   * @throws {@link KaizenDependencyError} when `@keyv/redis` is not installed.
   */
  static async to(url: string): Promise<RedisLink> {
    const load = () => import('@keyv/redis');
    const keyv = await loadDependency('Option "redisUrl"', '@keyv/redis', load);
    const client = keyv.createClient({
      url,
      disableOfflineQueue: true,
      socket: {
        connectTimeout: CONNECT_MS,
        reconnectStrategy: (attempts) => Math.min(attempts * 100, LONGEST_WAIT_MS),
      },
    });
    tellOutages(client);
    const timer = new AbortController();
    const connected = client.connect().catch(() => undefined);
    await Promise.race([connected, sleep(CONNECT_MS, undefined, { signal: timer.signal })]);
    timer.abort();
    const store = new keyv.default<string>(client, { throwOnErrors: true });
    return new RedisLink(client, store);
  }

  /** Runs a script, which nothing else comes between. */
  run(script: string, keys: string[], values: string[]): Promise<unknown> {
    return this.client.eval(script, { keys, arguments: values });
  }

  /** Ends the connection. */
  onApplicationShutdown(): void {
    this.client.destroy();
  }
}

/** Once for each outage: a client tells of each attempt that fails. */
function tellOutages(client: RedisClient): void {
  const logger = new Logger('KaizenServer');
  let isOut = false;
  client.on('error', () => {
    if (!isOut) logger.warn('Redis does not answer. The server goes on without it.');
    isOut = true;
  });
  client.on('ready', () => {
    if (isOut) logger.log('Redis answers again.');
    isOut = false;
  });
}
