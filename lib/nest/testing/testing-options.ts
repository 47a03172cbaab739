import { checkOptions } from '../../options/check-options.js';
import { ENGINE_OPTION_TABLE, type KaizenEngineOptions } from '../../options/engine-options.js';
import type { KaizenOptions, ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import type { OptionTable } from '../../options/option-rule.js';
import { OPTION_TABLE } from '../../options/option-table.js';
import { resolveKaizenOptions } from '../../options/resolve-options.js';
import type { KaizenModuleExtras } from '../kaizen-module-extras.js';
import type { KaizenResponders } from './scripted-answer.js';

/** What a client under test is told: how its engine works, and how long calls may take. */
export interface KaizenTestingClientOptions
  extends KaizenEngineOptions, Pick<KaizenOptions, 'timeoutMs' | 'shutdownGraceMs'> {
  /** What answers in the engine's place, by operation. Default: nothing does. */
  respond?: KaizenResponders;
}

/** What `KaizenTestingModule.forRoot` takes. */
export interface KaizenTestingOptions extends KaizenTestingClientOptions, KaizenModuleExtras {}

const { timeoutMs, shutdownGraceMs } = OPTION_TABLE;
const TESTING_OPTION_TABLE: OptionTable<Omit<KaizenTestingClientOptions, 'respond'>> = {
  ...ENGINE_OPTION_TABLE,
  timeoutMs,
  shutdownGraceMs,
};

/**
 * Checks the options of a client under test and fills in the defaults. The environment is ignored, so
 * that a test is the same everywhere.
 *
 * @throws `KaizenOptionsError` for an option that is wrong, or of the http transport.
 */
export function checkTestingOptions(options: object): ResolvedKaizenOptions {
  checkOptions<KaizenOptions>(
    options,
    TESTING_OPTION_TABLE as OptionTable<KaizenOptions>,
    'testing',
  );
  return embedded(options);
}

/** The same options for a client that asks nobody, whatever the environment says. */
export function embedded(options: KaizenOptions): ResolvedKaizenOptions {
  return resolveKaizenOptions({ ...options, transport: 'embedded' }, {});
}
