/** Any value that JSON can hold. */
export type JsonValue = JsonPrimitive | JsonArray | JsonObject;
/** A JSON value without parts. */
export type JsonPrimitive = string | number | boolean | null;
/** A JSON array. */
export type JsonArray = JsonValue[];
/** A JSON object. Every own key is data, `__proto__` included. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** True for an array or an object. */
export function isContainer(value: JsonValue): value is JsonArray | JsonObject {
  return typeof value === 'object' && value !== null;
}

/** True for an object that is no array. */
export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for an object that is no array and holds at least one key. */
export function isFilledObject(value: JsonValue): value is JsonObject {
  return isObject(value) && Object.keys(value).length > 0;
}

/** Sets an own data property; a plain assignment of `__proto__` would change the prototype. */
export function setOwn(target: JsonObject, key: string, value: JsonValue): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, ...PLAIN_PROPERTY });
}

const PLAIN_PROPERTY = { enumerable: true, writable: true, configurable: true };

/** Reads an own property: `undefined` where there is none, whatever the prototype holds. */
export function getOwn(source: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(source, key) ? source[key] : undefined;
}
