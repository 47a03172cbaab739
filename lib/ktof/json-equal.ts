import { type JsonArray, type JsonObject, type JsonValue, isContainer } from './json-value.js';

/** Whether two JSON values are the same data: the order of keys and the sign of zero do not count. */
export function jsonEqual(first: JsonValue, second: JsonValue): boolean {
  if (first === second) return true;
  if (!isContainer(first) || !isContainer(second)) return false;
  if (Array.isArray(first)) return Array.isArray(second) && arraysEqual(first, second);
  return !Array.isArray(second) && objectsEqual(first, second);
}

function arraysEqual(first: JsonArray, second: JsonArray): boolean {
  if (first.length !== second.length) return false;
  return first.every((item, index) => jsonEqual(item, second[index]!));
}

function objectsEqual(first: JsonObject, second: JsonObject): boolean {
  const keys = Object.keys(first);
  if (keys.length !== Object.keys(second).length) return false;
  return keys.every((key) => Object.hasOwn(second, key) && jsonEqual(first[key]!, second[key]!));
}
