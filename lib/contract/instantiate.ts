/**
 * Makes an instance of an envelope's class with the given fields; those that are `undefined` are
 * left out.
 *
 * Values are assigned by reference and never looked into. class-transformer, whose decorators the
 * classes have for the pipes and interceptors of an app, would copy them level by level: that costs more
 * than the whole call for a large result, and overflows the stack for a deep one.
 */
export function instantiate<T extends object>(
  type: new () => T,
  fields: Readonly<Record<string, unknown>>,
): T {
  const instance = new type();
  const record = instance as Record<string, unknown>;
  for (const name of Object.keys(fields)) {
    if (fields[name] !== undefined) record[name] = fields[name];
  }
  return instance;
}
