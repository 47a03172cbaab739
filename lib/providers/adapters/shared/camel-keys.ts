/**
 * The fields by the names that an SDK knows them by: `random_seed` becomes `randomSeed`. Only those of the
 * object itself: what is inside of them may be a schema, or the application's own.
 */
export function camelKeys(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [camelCase(name), value]),
  );
}

function camelCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
