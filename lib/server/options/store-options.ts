import {
  falseOr,
  milliseconds,
  type OptionTable,
  secret,
  text,
  wholeNumber,
  withMethods,
} from '../../options/option-rule.js';

/** Where stored prompts are kept: a Keyv, a cache of cache-manager, or anything with their methods. */
export interface KaizenPayloadStore {
  /** What is kept under a key; `undefined` or `null` when nothing is. */
  get(key: string): Promise<unknown>;
  /** Keeps a text under a key for a time, in milliseconds. */
  set(key: string, value: string, ttlMs: number): Promise<unknown>;
}

/** How prompts are kept that were encoded with `store: true`. Every option may be left out. */
export interface KaizenPayloadOptions {
  /** How long a prompt is kept, in milliseconds. Default a day. */
  ttlMs?: number;
  /**
   * How long the server remembers that a prompt has expired, in milliseconds: it answers 410 for so
   * long, and 404 after that. Default a day.
   */
  expiredTtlMs?: number;
  /** The most that is kept in memory, in bytes; the oldest make room. Default 128 MiB. */
  maxMemoryBytes?: number;
  /** Where prompts are kept. Default: Redis with `redisUrl`, else this process's memory. */
  store?: KaizenPayloadStore;
}

/** What a server keeps, and where. */
export interface KaizenServerStoreOptions {
  /** How prompts are kept; `false` refuses to. Default `{}`. */
  payloads?: false | KaizenPayloadOptions;
  /**
   * The Redis that several servers share for stored prompts and rate limits. Needs `@keyv/redis`.
   * Default: the environment's `KAIZEN_SERVER_REDIS_URL`, else none.
   */
  redisUrl?: string;
}

const DAY_MS = 86_400_000;

const PAYLOAD_OPTION_TABLE: OptionTable<KaizenPayloadOptions> = {
  ttlMs: milliseconds(1, DAY_MS),
  expiredTtlMs: milliseconds(0, DAY_MS),
  maxMemoryBytes: wholeNumber(1, Number.MAX_SAFE_INTEGER, 128 * 1024 * 1024),
  store: withMethods<KaizenPayloadStore>('an object with the methods get and set', ['get', 'set']),
};

/** What each of them accepts, and its default. */
export const STORE_OPTION_TABLE: OptionTable<KaizenServerStoreOptions> = {
  payloads: falseOr(PAYLOAD_OPTION_TABLE, {}),
  redisUrl: secret(text('a redis or rediss URL', (value) => /^rediss?:\/\/\S+$/.test(value))),
};
