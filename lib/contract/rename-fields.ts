import { isRecord } from './is-record.js';
import type { RequestField, RequestShape } from './request-shapes.js';

/** The two spellings of a field: TypeScript's and the wire's. */
export type Spelling = 'name' | 'wire';

/**
 * A new object with the fields of a shape, spelled the other way.
 *
 * Absent and `undefined` fields are left out, `null` is kept, every other value is passed by
 * reference except a nested shape, which is renamed too. Fields the shape does not have are left
 * out.
 */
export function renameFields(
  values: Readonly<Record<string, unknown>>,
  { fields }: RequestShape,
  from: Spelling,
  to: Spelling,
): Record<string, unknown> {
  const renamed: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field[from]];
    if (value !== undefined) renamed[field[to]] = rename(value, field, from, to);
  }
  return renamed;
}

function rename(value: unknown, { shape }: RequestField, from: Spelling, to: Spelling): unknown {
  return shape && isRecord(value) ? renameFields(value, shape, from, to) : value;
}
