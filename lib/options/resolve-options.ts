import { KaizenOptionsError } from '../errors/options.error.js';
import { checkOptions } from './check-options.js';
import { readEnvironment } from './environment.js';
import { fillOptions } from './fill-options.js';
import type { KaizenOptions, ResolvedKaizenOptions } from './kaizen-options.js';
import { OPTION_TABLE } from './option-table.js';

/**
 * Checks a client's options and fills in the environment's and the defaults. What it returns may be
 * passed in again.
 *
 * @throws {@link KaizenOptionsError} for an option that is unknown, of the wrong type or out of range,
 * and for `logPayloads` where `NODE_ENV` is `production`.
 */
export function resolveKaizenOptions(
  options: KaizenOptions,
  env: NodeJS.ProcessEnv = process.env,
): ResolvedKaizenOptions {
  checkOptions<KaizenOptions>(options, OPTION_TABLE, 'client');
  const environment = readEnvironment(env, options.transport === 'embedded');
  const isService =
    (options.apiKey ?? options.baseUrl ?? environment.apiKey ?? environment.baseUrl) !== undefined;
  const decided: KaizenOptions = { transport: isService ? 'http' : 'embedded' };
  if (options.logPayloads && env['NODE_ENV'] === 'production') throw payloadsInProduction();
  return fillOptions(OPTION_TABLE, options, environment, decided) as ResolvedKaizenOptions;
}

function payloadsInProduction(): KaizenOptionsError {
  const message =
    'Option "logPayloads" would write prompts to the log, and NODE_ENV is "production". ' +
    'Leave it out there, or set it by the environment you develop in.';
  return new KaizenOptionsError(message, 'logPayloads');
}
