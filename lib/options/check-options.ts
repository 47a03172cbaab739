import { nearestName } from '../errors/nearest-name.js';
import { KaizenOptionsError } from '../errors/options.error.js';
import type { OptionRule, OptionTable } from './option-rule.js';

/**
 * Checks options against their table. An option that is `undefined` counts as left out.
 *
 * @param given What the caller handed over.
 * @param table What is accepted.
 * @param owner Whose options they are, as the error tells it: `client`, `call`.
 * @throws {@link KaizenOptionsError} for the first option that is unknown or wrong; it names the
 * option and the type it got, never its value.
 */
export function checkOptions<T extends object>(
  given: unknown,
  table: OptionTable<T>,
  owner: string,
): asserts given is T {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new KaizenOptionsError(
      `The ${owner} options must be an object, and were ${typeName(given)}. Pass {} for the defaults.`,
      'options',
    );
  }
  checkFields(given, table, owner, '');
}

function checkFields(given: object, table: OptionTable<object>, owner: string, path: string): void {
  for (const [name, value] of Object.entries(given)) {
    const rule = ruleFor(name, table, owner, path);
    if (value === undefined || (value === false && rule.orFalse)) continue;
    const isRight = hasType(value, rule) && rule.accepts(value);
    if (!isRight) throw wrongOption(path + name, value, rule);
    if (rule.fields) checkFields(value as object, rule.fields, owner, `${path}${name}.`);
    if (rule.itemFields) checkItems(value as unknown[], rule.itemFields, owner, path + name);
  }
}

function checkItems(
  items: readonly unknown[],
  table: OptionTable<object>,
  owner: string,
  path: string,
): void {
  for (const [at, item] of items.entries()) {
    if (typeof item === 'object' && item) checkFields(item, table, owner, `${path}[${at}].`);
  }
}

function ruleFor(
  name: string,
  table: OptionTable<object>,
  owner: string,
  path: string,
): OptionRule<unknown> {
  if (Object.hasOwn(table, name)) return (table as Record<string, OptionRule<unknown>>)[name]!;
  throw unknownOption(name, Object.keys(table), owner, path);
}

function unknownOption(
  name: string,
  known: string[],
  owner: string,
  path: string,
): KaizenOptionsError {
  const nearest = nearestName(name, known);
  const remedy = nearest
    ? `Did you mean "${nearest}"?`
    : `Remove it, or use one of: ${known.join(', ')}.`;
  return new KaizenOptionsError(
    `There is no ${owner} option "${path}${name}". ${remedy}`,
    path + name,
  );
}

function wrongOption(name: string, value: unknown, rule: OptionRule<unknown>): KaizenOptionsError {
  const isOther = hasType(value, rule) && value !== null && !Array.isArray(value);
  const got = isOther ? `another ${typeof value}` : typeName(value);
  const remedy =
    rule.fallback === undefined
      ? 'Give such a value, or leave the option out.'
      : `Give such a value, or leave the option out for ${JSON.stringify(rule.fallback)}.`;
  return new KaizenOptionsError(
    `Option "${name}" must be ${rule.expects}, and was ${got}. ${remedy}`,
    name,
  );
}

function hasType(value: unknown, { types }: OptionRule<unknown>): boolean {
  return types.some((type) => type === typeof value);
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
