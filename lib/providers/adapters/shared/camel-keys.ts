type Fields = Readonly<Record<string, unknown>>;

/**
 * The fields by the names that an SDK knows them by, however deep they are: `random_seed` becomes
 * `randomSeed`. What is no plain object or list, a file or a function, stays what it is.
 *
 * @param own Fields whose inside is the application's own, by their camel-case names: schemas, metadata.
 */
export function camelKeys(
  fields: Fields = {},
  own: readonly string[] = [],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([given, value]) => {
      const name = camelCase(given);
      return [name, own.includes(name) ? value : camelValue(value, own)];
    }),
  );
}

function camelValue(value: unknown, own: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => camelValue(item, own));
  return isPlain(value) ? camelKeys(value, own) : value;
}

function isPlain(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function camelCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
