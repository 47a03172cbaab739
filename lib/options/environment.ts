import type { KaizenOptions } from './kaizen-options.js';
import { OPTION_TABLE } from './option-table.js';
import { type OptionVariables, readVariables } from './read-variables.js';

/** The variables that set a client's options. */
const VARIABLES: OptionVariables<KaizenOptions> = {
  KAIZEN_BASE_URL: { option: 'baseUrl', read: String },
  KAIZEN_API_KEY: { option: 'apiKey', read: String },
  // Seconds, as the service's other clients read it.
  KAIZEN_TIMEOUT: {
    option: 'timeoutMs',
    read: (value) => Math.round(Number(value) * 1000),
    unit: 'in seconds',
  },
};

/**
 * The options of a client that the environment sets. A variable that is empty is not set.
 *
 * @param isEmbedded Whether the client is told to stay in the process: then variables about a service
 * are not looked at.
 * @throws {@link KaizenOptionsError} naming the variable, never its value.
 */
export function readEnvironment(env: NodeJS.ProcessEnv, isEmbedded: boolean): KaizenOptions {
  const { KAIZEN_TIMEOUT } = env;
  return readVariables(isEmbedded ? { KAIZEN_TIMEOUT } : env, VARIABLES, OPTION_TABLE, 'client');
}
