import { checkOptions } from './check-options.js';
import { type KaizenOptions, type ResolvedKaizenOptions } from './kaizen-options.js';
import { OPTION_TABLE } from './option-table.js';

/**
 * Checks a client's options and fills in the defaults. What it returns may be passed in again.
 *
 * @throws {@link KaizenOptionsError} for an option that is unknown, of the wrong type or out of range.
 */
export function resolveKaizenOptions(options: KaizenOptions): ResolvedKaizenOptions {
  checkOptions<KaizenOptions>(options, OPTION_TABLE, 'client');
  const resolved = Object.entries(OPTION_TABLE)
    .map(([name, rule]) => [name, options[name as keyof KaizenOptions] ?? rule.fallback] as const)
    .filter(([, value]) => value !== undefined);
  return Object.freeze(Object.fromEntries(resolved)) as unknown as ResolvedKaizenOptions;
}
