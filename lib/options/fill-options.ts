import type { OptionRule, OptionTable } from './option-rule.js';

type Rule = OptionRule<unknown>;
type Values = Readonly<Record<string, unknown>>;

/**
 * Options with the defaults of their table filled in, frozen. Those that may hold a secret are not
 * enumerable, so that printing the options does not show them.
 *
 * @param sources Checked options; of an option that several of them have, the first one's value counts.
 */
export function fillOptions<T extends object>(
  table: OptionTable<T>,
  ...sources: readonly Partial<T>[]
): Readonly<Partial<T>> {
  const filled = {};
  for (const [name, rule] of Object.entries<Rule>(table)) {
    const given = sources.find((source) => ((source as Values)[name] ?? undefined) !== undefined);
    define(filled, name, (given as Values | undefined)?.[name] ?? rule.fallback, rule);
  }
  return Object.freeze(filled);
}

function define(options: object, name: string, given: unknown, rule: Rule): void {
  if (given === undefined) return;
  const value = rule.fields && given ? withDefaults(given, rule.fields) : given;
  Object.defineProperty(options, name, { value, enumerable: !rule.isSecret, configurable: true });
}

function withDefaults(given: object, fields: OptionTable<object>): object {
  const entries = Object.entries(fields as Record<string, Rule>)
    .map(([name, rule]) => [name, (given as Values)[name] ?? rule.fallback] as const)
    .filter(([, value]) => value !== undefined);
  return Object.freeze(Object.fromEntries(entries));
}
