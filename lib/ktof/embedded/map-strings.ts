import { type JsonObject, type JsonValue, isContainer, setOwn } from '../json-value.js';
import { type JsonPath, type Step } from './json-path.js';

/** The list with each item mapped; the list itself when no item changes. */
export function mapItems<T>(list: T[], map: (item: T, index: number) => T): T[] {
  let copy: T[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const mapped = map(list[index]!, index);
    if (mapped !== list[index]) (copy ??= list.slice())[index] = mapped;
  }
  return copy ?? list;
}

/**
 * The value with all its strings mapped; what does not change is passed by reference.
 *
 * @param path Where the value stands. The path that `map` gets is good during its call only.
 */
export function mapStrings(
  value: JsonValue,
  path: JsonPath,
  map: (text: string, path: JsonPath) => string,
): JsonValue {
  return walk(value, [...path], map);
}

function walk(
  value: JsonValue,
  path: Step[],
  map: (text: string, path: JsonPath) => string,
): JsonValue {
  if (typeof value === 'string') return map(value, path);
  if (!isContainer(value)) return value;
  const visit = (entry: JsonValue, step: Step): JsonValue => {
    path.push(step);
    const mapped = walk(entry, path, map);
    path.pop();
    return mapped;
  };
  return Array.isArray(value) ? mapItems(value, visit) : mapValues(value, visit);
}

function mapValues(
  object: JsonObject,
  map: (value: JsonValue, key: string) => JsonValue,
): JsonObject {
  let copy: JsonObject | undefined;
  for (const key of Object.keys(object)) {
    const mapped = map(object[key]!, key);
    if (mapped !== object[key]) setOwn((copy ??= { ...object }), key, mapped);
  }
  return copy ?? object;
}
