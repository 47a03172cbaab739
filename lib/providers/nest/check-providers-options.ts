import { checkOptions } from '../../options/check-options.js';
import type { OptionRule, OptionTable } from '../../options/option-rule.js';
import { VENDOR_NAMES } from '../vendors.js';
import type { KaizenProvidersOptions } from './providers-options.js';

const anyObject: OptionRule<object> = {
  types: ['object'],
  expects: 'an object of options',
  accepts: (value) => value !== null && !Array.isArray(value),
};

const TABLE = Object.fromEntries(
  [...VENDOR_NAMES, 'openAiCompatible', 'router'].map((name) => [name, anyObject]),
) as unknown as OptionTable<KaizenProvidersOptions>;

/**
 * Checks which providers there are; each checks its own options.
 *
 * @throws `KaizenOptionsError` for a provider that there is none of; it suggests the nearest.
 */
export function checkProvidersOptions(options: unknown): asserts options is KaizenProvidersOptions {
  checkOptions<KaizenProvidersOptions>(options, TABLE, 'providers');
}
