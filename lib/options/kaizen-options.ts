import type { KaizenCachingOptions, ResolvedCacheOptions } from './cache-options.js';
import type { KaizenConnectionOptions } from './connection-options.js';
import type { KaizenEngineOptions } from './engine-options.js';
import type { KaizenHookOptions } from './hook-options.js';
import type { KaizenReportOptions } from './report-options.js';
import type { KaizenCircuitBreakerOptions, KaizenResilienceOptions } from './resilience-options.js';
import type { KaizenRetryBudget, KaizenRetryOptions } from './retry-options.js';
import type { KaizenSavingsOptions } from './savings-options.js';
import type { KaizenServiceOptions } from './service-options.js';
import type { KaizenTimeoutOptions } from './timeout-options.js';
import type { KaizenTracingOptions } from './tracing-options.js';

/** Where a client's work is done, and what holds for every call. */
export interface KaizenClientOptions {
  /**
   * Where the work is done: `http` is a Kaizen service, `embedded` the engine in this process.
   * Default `http` when an API key or a base URL is given, here or by the environment, else `embedded`.
   */
  transport?: 'http' | 'embedded';
  /**
   * How long a call may take in all, retries included, in milliseconds. Default: the environment's
   * `KAIZEN_TIMEOUT` (in seconds), else 30 000.
   */
  timeoutMs?: number;
  /** How long `close()` waits for the calls under way, in milliseconds. Default 5000. */
  shutdownGraceMs?: number;
  /** The largest response, in bytes after unpacking. Default 64 MiB. */
  maxResponseBytes?: number;
}

/**
 * What a client is told. Every option may be left out: a client made with `{}` works at once, in
 * this process, with no account and no network.
 *
 * @example
 * ```ts
 * KaizenModule.forRoot({ apiKey: process.env.PROMPT_KEY, fallback: 'embedded' });
 * ```
 */
export interface KaizenOptions
  extends
    KaizenClientOptions,
    KaizenEngineOptions,
    KaizenServiceOptions,
    KaizenTimeoutOptions,
    KaizenRetryOptions,
    KaizenConnectionOptions,
    KaizenResilienceOptions,
    KaizenCachingOptions,
    KaizenReportOptions,
    KaizenSavingsOptions,
    KaizenTracingOptions,
    KaizenHookOptions {}

/** The options that stay open where nobody sets them: what they are by default is decided elsewhere. */
type OpenOption =
  | 'profile'
  | 'delimiter'
  | 'indent'
  | 'lengthMarker'
  | 'workers'
  | 'apiKey'
  | 'headers'
  | 'proxy'
  | 'proxyAuth'
  | 'noProxy'
  | 'caBundle'
  | 'clientCert'
  | 'clientKey'
  | 'clientKeyPassphrase'
  | 'maxConcurrency'
  | 'logger'
  | 'metrics'
  | 'prices'
  | 'tracer'
  | 'hooks';

/**
 * Checked options with the defaults filled in, frozen. Those that may hold a secret are not
 * enumerable, so that printing the options does not show them.
 */
export type ResolvedKaizenOptions = Readonly<
  Pick<KaizenOptions, OpenOption> &
    Required<Omit<KaizenOptions, OpenOption | 'cache' | 'circuitBreaker' | 'retryBudget'>> & {
      cache: false | ResolvedCacheOptions;
      circuitBreaker: false | Required<KaizenCircuitBreakerOptions>;
      retryBudget: false | Required<KaizenRetryBudget>;
    }
>;
