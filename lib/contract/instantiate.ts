import { plainToInstance } from 'class-transformer';

/**
 * Makes an instance of an envelope's class with the given fields; those that are `undefined` are
 * left out.
 *
 * class-transformer sees scalars only. Objects are assigned by reference: it would copy them level
 * by level, which costs more than the whole call for a large result and overflows the stack for a
 * deep one.
 */
export function instantiate<T extends object>(
  type: new () => T,
  fields: Readonly<Record<string, unknown>>,
): T {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  const scalars = present.filter(([, value]) => isScalar(value));
  const others = present.filter(([, value]) => !isScalar(value));
  const instance = plainToInstance(type, Object.fromEntries(scalars));
  return Object.assign(instance, Object.fromEntries(others));
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
