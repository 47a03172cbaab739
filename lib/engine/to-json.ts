/** What JSON writes for an object with a `toJSON`; any other value is itself. */
export function serialized(value: unknown, key: string | number): unknown {
  return hasToJson(value) ? value.toJSON(String(key)) : value;
}

/** Whether a value says itself what its JSON is. */
export function hasToJson(value: unknown): value is { toJSON(key: string): unknown } {
  if (typeof value !== 'object' || value === null) return false;
  return typeof (value as { toJSON?: unknown }).toJSON === 'function';
}
