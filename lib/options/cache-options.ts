import {
  milliseconds,
  type OptionRule,
  type OptionTable,
  text,
  wholeNumber,
} from './option-rule.js';

/** What a cache can keep the answers of: the operations that are pure functions of their request. */
export type KaizenCachedOperation =
  | 'compress'
  | 'decompress'
  | 'optimize'
  | 'optimizeRequest'
  | 'optimizeResponse'
  | 'promptsEncode'
  | 'promptsDecode';

/** Every operation that can be cached. */
const CACHED_OPERATIONS: readonly KaizenCachedOperation[] = [
  'compress',
  'decompress',
  'optimize',
  'optimizeRequest',
  'optimizeResponse',
  'promptsEncode',
  'promptsDecode',
];

/**
 * A store of your own for answers: a Keyv 5, a `Cache` of cache-manager 7, or anything with these methods.
 * The client never closes it.
 */
export interface KaizenCacheStore {
  /** What is kept under a key; `undefined` or `null` when nothing is. */
  get(key: string): unknown;
  /** Keeps a text under a key for a time, in milliseconds. */
  set(key: string, value: string, ttlMs: number): unknown;
}

/**
 * Where a tier of answers is kept: `memory` of this process, `app` for the `CACHE_MANAGER` of the Nest app,
 * the URL of a Redis (`redis://…`, `rediss://…`; needs `@keyv/redis`), or a store of your own.
 */
export type KaizenCacheTier = string | KaizenCacheStore;

/** How answers are cached. Every option may be left out. */
export interface KaizenCacheOptions {
  /** How long an answer is kept, in milliseconds. Default an hour. */
  ttlMs?: number;
  /**
   * The largest request that is looked up, and the largest answer that is kept, in characters of JSON.
   * Default 262 144 (256 KiB): hashing more than that would hold the event loop for milliseconds.
   */
  maxEntryBytes?: number;
  /** Whose answers are cached. Default all: they are pure functions of their request. */
  operations?: readonly KaizenCachedOperation[];
  /** Tells apart what shares a store: letters, digits, `.`, `_` and `-`. Default `app`. */
  namespace?: string;
  /**
   * Whose answers these are, where one client serves several customers: a name, or a function that tells
   * it for the call that is being made. Answers are never shared between tenants. A call whose tenant
   * cannot be told (the function throws) goes without the cache. Default: one tenant.
   */
  tenant?: string | (() => string | undefined);
  /** Where answers are kept; with two tiers, `['memory', …]`, memory is asked first. Default `memory`. */
  store?: KaizenCacheTier | readonly ['memory', KaizenCacheTier];
  /** What the tier in memory may take up, in bytes; what was not used for longest makes room. Default 64 MiB. */
  maxMemoryBytes?: number;
  /** How long a store may take to answer before the call goes on without it, in milliseconds. Default 50. */
  timeoutMs?: number;
}

/** Whether answers are cached. */
export interface KaizenCachingOptions {
  /** Caches answers: `true` in this process's memory, or as told. Default `false`. */
  cache?: boolean | KaizenCacheOptions;
}

/** Cache options with the defaults filled in. */
export type ResolvedCacheOptions = Readonly<
  Required<Omit<KaizenCacheOptions, 'tenant'>> & Pick<KaizenCacheOptions, 'tenant'>
>;

const HOUR_MS = 3_600_000;
const MEBIBYTE = 1024 * 1024;
const REDIS = /^rediss?:\/\/\S+$/;

const store: OptionRule<NonNullable<KaizenCacheOptions['store']>> = {
  types: ['string', 'object'],
  expects:
    '"memory", "app", a redis or rediss URL, an object with get and set, or ["memory", one of the others]',
  accepts: (value) => (Array.isArray(value) ? areTiers(value) : isTier(value)),
  fallback: 'memory',
};

const operations: OptionRule<readonly KaizenCachedOperation[]> = {
  types: ['object'],
  expects: `a list of ${CACHED_OPERATIONS.join(', ')}`,
  accepts: (value) =>
    Array.isArray(value) && value.every((item) => CACHED_OPERATIONS.includes(item as never)),
  fallback: CACHED_OPERATIONS,
};

const tenant: OptionRule<string | (() => string | undefined)> = {
  types: ['string', 'function'],
  expects: 'a string, or a function that returns one',
  accepts: () => true,
};

const CACHE_OPTION_TABLE: OptionTable<KaizenCacheOptions> = {
  ttlMs: milliseconds(1, HOUR_MS),
  maxEntryBytes: wholeNumber(1, 512 * MEBIBYTE, 262_144),
  operations,
  namespace: text(
    'a string of 1 to 100 letters, digits, ".", "_" and "-"',
    (value) => /^[\w.-]{1,100}$/.test(value),
    'app',
  ),
  tenant,
  store,
  maxMemoryBytes: wholeNumber(1, Number.MAX_SAFE_INTEGER, 64 * MEBIBYTE),
  timeoutMs: milliseconds(1, 50),
};

/** What it accepts, and its default. Its store may hold a password. */
export const CACHING_OPTION_TABLE: OptionTable<KaizenCachingOptions> = {
  cache: {
    types: ['boolean', 'object'],
    expects: 'true, false or an object of options',
    accepts: (value) => typeof value === 'boolean' || (value !== null && !Array.isArray(value)),
    fields: CACHE_OPTION_TABLE,
    fallback: false,
    orFalse: true,
    isSecret: true,
  },
};

function isTier(value: unknown): boolean {
  if (typeof value === 'string') return value === 'memory' || isFar(value);
  return isFar(value);
}

function areTiers(value: readonly unknown[]): boolean {
  return value.length === 2 && value[0] === 'memory' && isFar(value[1]);
}

function isFar(value: unknown): boolean {
  if (typeof value === 'string') return value === 'app' || REDIS.test(value);
  const { get, set } = (value ?? {}) as { get?: unknown; set?: unknown };
  return typeof get === 'function' && typeof set === 'function';
}
