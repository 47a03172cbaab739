import type { Reporter } from '../observability/reporter.js';
import type { KaizenCacheStore } from '../options/cache-options.js';
import type { ResolvedKaizenOptions } from '../options/kaizen-options.js';
import type { KaizenTransport } from '../transport/kaizen-transport.js';
import { CachedAnswers } from './cached-answers.js';
import { CachingTransport } from './caching.transport.js';
import { RequestKeys } from './keys/request-keys.js';
import { openTier } from './open-tier.js';

/** Whose transport it is, and what the app gives it. */
export interface CacheSurroundings {
  /** The client's name. */
  readonly client: string;
  readonly reporter: Reporter;
  /** What the app provides under `CACHE_MANAGER`, if anything. */
  readonly appCache?: KaizenCacheStore | undefined;
}

/**
 * The transport with a cache before it, where the options ask for one.
 *
 * @throws {@link KaizenOptionsError} for the store `app` where the app has none.
 */
export function withCache(
  transport: KaizenTransport,
  options: ResolvedKaizenOptions,
  { client, reporter, appCache }: CacheSurroundings,
): KaizenTransport {
  const { cache } = options;
  if (cache === false) return transport;
  const report = {
    failed: (reason: string) => reporter.cacheFailed(reason),
    recovered: () => reporter.cacheRecovered(),
  };
  const tier = openTier(cache, { appCache, report });
  const keys = new RequestKeys(client, options, cache);
  return new CachingTransport(transport, new CachedAnswers(keys, tier, cache, reporter), tier);
}
