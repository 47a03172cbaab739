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
  for (let index = 0; index < first.length; index++) {
    if (!jsonEqual(first[index]!, second[index]!)) return false;
  }
  return true;
}

function objectsEqual(first: JsonObject, second: JsonObject): boolean {
  const keys = Object.keys(first);
  const others = Object.keys(second);
  if (keys.length !== others.length) return false;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!;
    // The orders are most often the same: asking for each key takes longer.
    if (others[index] !== key && !Object.hasOwn(second, key)) return false;
    if (!jsonEqual(first[key]!, second[key]!)) return false;
  }
  return true;
}
