import { KaizenOptionsError } from '../errors/options.error.js';
import type {
  KaizenCacheStore,
  KaizenCacheTier,
  ResolvedCacheOptions,
} from '../options/cache-options.js';
import { GivenStore } from './stores/given-store.js';
import { RedisStore } from './stores/redis-store.js';
import type { CacheTier } from './tiers/cache-tier.js';
import { MemoryTier } from './tiers/memory-tier.js';
import { type OutageReport, StoreTier } from './tiers/store-tier.js';
import { TwoTiers } from './tiers/two-tiers.js';

/** More than what entries have before their JSON. */
const HEAD_CHARACTERS = 1000;

/** What a tier is made with, beside the options. */
export interface TierParts {
  /** What the app provides under `CACHE_MANAGER`, if anything. */
  readonly appCache?: KaizenCacheStore | undefined;
  readonly report: OutageReport;
}

/**
 * The tiers that the options ask for.
 *
 * @throws {@link KaizenOptionsError} for the store `app` where the app has none.
 */
export function openTier(options: ResolvedCacheOptions, parts: TierParts): CacheTier {
  const { store } = options;
  if (!isPair(store)) return tier(store, options, parts);
  const [near, far] = store.map((one) => tier(one, options, parts));
  return new TwoTiers(near!, far!, options.ttlMs);
}

function tier(
  store: KaizenCacheTier,
  { maxMemoryBytes, maxEntryBytes, timeoutMs }: ResolvedCacheOptions,
  { appCache, report }: TierParts,
): CacheTier {
  if (store === 'memory') return new MemoryTier(maxMemoryBytes);
  const limits = { timeoutMs, largestCharacters: 2 * maxEntryBytes + HEAD_CHARACTERS };
  if (store === 'app') return new StoreTier(new GivenStore(given(appCache)), limits, report);
  const link = typeof store === 'string' ? new RedisStore(store) : new GivenStore(store);
  return new StoreTier(link, limits, report);
}

function given(appCache: KaizenCacheStore | undefined): KaizenCacheStore {
  if (appCache) return appCache;
  throw new KaizenOptionsError(
    'Option "cache.store" is "app", and there is no CACHE_MANAGER to inject. ' +
      'Import CacheModule.register({ isGlobal: true }) of @nestjs/cache-manager, or name another store.',
    'cache.store',
  );
}

function isPair(
  store: ResolvedCacheOptions['store'],
): store is Extract<ResolvedCacheOptions['store'], readonly unknown[]> {
  return Array.isArray(store);
}
