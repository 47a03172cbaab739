import { ENGINE_OPTION_TABLE, type KaizenEngineOptions } from '../../options/engine-options.js';
import type { OptionTable } from '../../options/option-rule.js';
import { ACCESS_OPTION_TABLE, type KaizenServerAccessOptions } from './access-options.js';
import {
  type KaizenRateLimit,
  type KaizenServerLimitOptions,
  LIMIT_OPTION_TABLE,
} from './limit-options.js';
import {
  type KaizenPayloadOptions,
  type KaizenServerStoreOptions,
  STORE_OPTION_TABLE,
} from './store-options.js';

/**
 * What a server is told. Every option may be left out.
 *
 * @example
 * ```ts
 * KaizenServerModule.forRoot({ prefix: 'kaizen', keyFile: '/run/secrets/kaizen-keys' });
 * ```
 */
export interface KaizenServerOptions
  extends
    KaizenEngineOptions,
    KaizenServerAccessOptions,
    KaizenServerLimitOptions,
    KaizenServerStoreOptions {}

/** The options that stay open where nobody sets them. */
type OpenOption =
  | 'profile'
  | 'delimiter'
  | 'indent'
  | 'lengthMarker'
  | 'workers'
  | 'keys'
  | 'keyFile'
  | 'keyStore'
  | 'redisUrl';

/** Checked options with the defaults filled in, frozen. Keys and `redisUrl` are not enumerable. */
export type ResolvedServerOptions = Readonly<
  Pick<KaizenServerOptions, OpenOption> &
    Required<Omit<KaizenServerOptions, OpenOption | 'rateLimit' | 'payloads'>> & {
      rateLimit: false | Required<KaizenRateLimit>;
      payloads: false | ResolvedPayloadOptions;
    }
>;

/** How prompts are kept, with the defaults filled in. */
export type ResolvedPayloadOptions = Required<Omit<KaizenPayloadOptions, 'store'>> &
  Pick<KaizenPayloadOptions, 'store'>;

/** Every option of a server, what it accepts and its default. */
export const SERVER_OPTION_TABLE: OptionTable<KaizenServerOptions> = {
  ...ENGINE_OPTION_TABLE,
  ...ACCESS_OPTION_TABLE,
  ...LIMIT_OPTION_TABLE,
  ...STORE_OPTION_TABLE,
};
