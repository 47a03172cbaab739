import type { KaizenOptions } from '../../options/kaizen-options.js';
import { CliFailure } from '../cli-failure.js';
import { EXIT_CODE } from '../exit-code.js';

/** Where the options of a command are from. */
export interface OptionSources {
  /** A file that lay there and that nobody named. */
  readonly found: KaizenOptions;
  readonly environment: KaizenOptions;
  readonly flags: KaizenOptions;
}

/** The options that say whose machine a key is sent to, with the remedies beside naming the file. */
const DESTINATIONS = {
  baseUrl: 'the address by --base-url or KAIZEN_BASE_URL',
  proxy: 'the proxy by --proxy or HTTPS_PROXY, and --no-proxy for none',
} as const;

/**
 * Refuses to send the environment's key where a file says that only lies in the current folder: it may be
 * from anybody whose repository was cloned.
 *
 * @throws {@link CliFailure} when the file decides that.
 */
export function refuseUntrusted({ found, environment, flags }: OptionSources, file: string): void {
  if (environment.apiKey === undefined || flags.apiKey !== undefined) return;
  for (const [name, remedy] of entriesOf(DESTINATIONS)) {
    const isSaidElsewhere = flags[name] !== undefined || environment[name] !== undefined;
    if (isSaidElsewhere || !found[name]) continue;
    const message =
      `The "${name}" of ${file} would get the key of KAIZEN_API_KEY, and nobody named that file. ` +
      `If you trust it, give --config ${file}; else give ${remedy}, or --transport embedded.`;
    throw new CliFailure(message, EXIT_CODE.usage);
  }
}

const entriesOf = <T extends object>(table: T) => Object.entries(table) as [keyof T, T[keyof T]][];
