import { setTimeout as sleep } from 'node:timers/promises';
import { loadDependency } from '../../errors/load-dependency.js';

/** How long a connection may take, in milliseconds. */
const CONNECT_MS = 2000;
/** The longest wait before the next attempt to connect, in milliseconds. */
const LONGEST_WAIT_MS = 2000;

/** What is used of the client of Redis. */
export interface RedisClient {
  /** Whether there is a connection. */
  readonly isReady: boolean;
  connect(): Promise<unknown>;
  destroy(): void;
  get(key: string): Promise<unknown>;
  set(key: string, value: string, options: { PX: number }): Promise<unknown>;
  eval(script: string, call: { keys: string[]; arguments: string[] }): Promise<unknown>;
  on(event: 'error' | 'ready', listener: (error?: unknown) => void): unknown;
}

/** Texts by key, each for a time in milliseconds. What fails throws. */
export interface RedisTexts {
  get(key: string): Promise<unknown>;
  set(key: string, text: string, ttlMs: number): Promise<unknown>;
}

/** A client of Redis, and what else is made of it. */
export interface RedisConnection {
  readonly client: RedisClient;
  /** Texts in this Redis, as Keyv's adapter keeps them. */
  readonly adapter: () => RedisTexts;
}

/** Who wants a connection, and what is told of it. */
export interface RedisPlan {
  readonly url: string;
  /** What needs it, as the beginning of a sentence: `Option "redisUrl"`. */
  readonly feature: string;
  /** Told of each attempt that fails, and of each error of the connection. */
  readonly onError: (error: unknown) => void;
  /** Told whenever the connection is there. */
  readonly onReady?: () => unknown;
}

/**
 * Makes a client of Redis without which nothing waits: while there is no connection every command fails at
 * once, and it connects again by itself.
 *
 * @throws {@link KaizenDependencyError} when `@keyv/redis` is not installed.
 */
export async function makeRedisClient(plan: RedisPlan): Promise<RedisConnection> {
  const keyv = await loadDependency(plan.feature, '@keyv/redis', () => import('@keyv/redis'));
  const client = keyv.createClient({
    url: plan.url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_MS,
      reconnectStrategy: (attempts) => Math.min(attempts * 100, LONGEST_WAIT_MS),
    },
  });
  client.on('error', plan.onError);
  if (plan.onReady) client.on('ready', plan.onReady);
  const adapter = (): RedisTexts => new keyv.default<string>(client, { throwOnErrors: true });
  return { client, adapter };
}

/** Begins to connect, and waits for the first connection for two seconds at most. Never rejects. */
export async function connectRedis(client: RedisClient): Promise<void> {
  const timer = new AbortController();
  const connected = client.connect().catch(() => undefined);
  const late = sleep(CONNECT_MS, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([connected, late]);
  timer.abort();
}
