import { type JsonArray, type JsonObject, type JsonValue, setOwn } from '../json-value.js';
import { replayMismatch } from './replay-mismatch.js';

/**
 * The orders that objects had their keys in, of those that a table gave the order of its columns:
 * the number of the object, counted from 0 through the decoded value, and for each key as it was the
 * place where it is now.
 */
export type KeyOrders = readonly (readonly [object: number, places: readonly number[]])[];

/** What tells a decoded value from the original: two values that are the same but for key orders. */
export function findKeyOrders(decoded: JsonValue, original: JsonValue): KeyOrders {
  const orders: [number, number[]][] = [];
  let objects = 0;
  const compare = (here: JsonValue, there: JsonValue): void => {
    if (Array.isArray(here)) {
      here.forEach((item, index) => compare(item, (there as JsonArray)[index]!));
    } else if (typeof here === 'object' && here !== null) {
      const number = objects++;
      const keys = Object.keys(here);
      const places = placesOf(Object.keys(there as JsonObject), keys);
      if (places.some((place, index) => place !== index)) orders.push([number, places]);
      for (const key of keys) compare(here[key]!, (there as JsonObject)[key]!);
    }
  };
  compare(decoded, original);
  return orders;
}

/**
 * The decoded value with its keys in their original orders.
 *
 * @throws KaizenPayloadError when the orders are not those of this value.
 */
export function restoreKeyOrders(decoded: JsonValue, orders: KeyOrders): JsonValue {
  const byObject = new Map(orders);
  let objects = 0;
  const restore = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(restore);
    if (typeof value !== 'object' || value === null) return value;
    const places = byObject.get(objects++);
    const entries = Object.keys(value).map((key) => [key, restore(value[key]!)] as const);
    return fromEntries(places === undefined ? entries : permute(entries, places));
  };
  return restore(decoded);
}

function placesOf(wanted: readonly string[], keys: readonly string[]): number[] {
  const places = new Map(keys.map((key, index) => [key, index]));
  return wanted.map((key) => places.get(key)!);
}

function permute<T>(list: readonly T[], places: readonly number[]): T[] {
  const isPermutation = places.length === list.length && new Set(places).size === list.length;
  if (!isPermutation || places.some((place) => place >= list.length)) throw replayMismatch();
  return places.map((place) => list[place]!);
}

function fromEntries(entries: readonly (readonly [string, JsonValue])[]): JsonObject {
  const object: JsonObject = {};
  for (const [key, value] of entries) setOwn(object, key, value);
  return object;
}
