import { checkOptions } from '../../options/check-options.js';
import { fillOptions } from '../../options/fill-options.js';
import { type OptionVariables, readVariables } from '../../options/read-variables.js';
import { readList } from './read-list.js';
import {
  type KaizenServerOptions,
  type ResolvedServerOptions,
  SERVER_OPTION_TABLE,
} from './server-options.js';

/** The variables that set a server's options. */
const VARIABLES: OptionVariables<KaizenServerOptions> = {
  KAIZEN_SERVER_KEYS: { option: 'keys', read: readList },
  KAIZEN_SERVER_KEY_FILE: { option: 'keyFile', read: String },
  KAIZEN_SERVER_REDIS_URL: { option: 'redisUrl', read: String },
};

/**
 * Checks a server's options and fills in the environment's and the defaults. What it returns may be
 * passed in again.
 *
 * @throws {@link KaizenOptionsError} for an option that is unknown, of the wrong type or out of range.
 */
export function resolveServerOptions(
  options: KaizenServerOptions,
  env: NodeJS.ProcessEnv = process.env,
): ResolvedServerOptions {
  checkOptions<KaizenServerOptions>(options, SERVER_OPTION_TABLE, 'server');
  const environment = readVariables(env, VARIABLES, SERVER_OPTION_TABLE, 'server');
  return fillOptions(SERVER_OPTION_TABLE, options, environment) as ResolvedServerOptions;
}
