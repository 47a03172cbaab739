import { isObject, type JsonValue } from '../json-value.js';
import { isJsonStyle } from './json-style.js';
import type { KeyOrders } from './key-orders.js';
import { replayMismatch } from './replay-mismatch.js';
import { MAX_NESTING, type Replacement } from './replacement.js';

/**
 * Reads a list of replacements that came from outside: every field is checked, nothing is inherited.
 *
 * @throws KaizenPayloadError when it is not what an encode returned.
 */
export function readReplacements(list: unknown, nesting = MAX_NESTING): Replacement[] {
  if (!Array.isArray(list) || nesting === 0) throw replayMismatch();
  return Array.from(list, (item: unknown) => readReplacement(item, nesting));
}

function readReplacement(item: unknown, nesting: number): Replacement {
  if (!isObject(item as JsonValue)) throw replayMismatch();
  const { path, offset, length, style, inner, orders } = ownFields(item as object);
  if (typeof path !== 'string' || !isCount(offset) || !isCount(length) || !isJsonStyle(style)) {
    throw replayMismatch();
  }
  return {
    path,
    offset,
    length,
    style,
    ...(orders !== undefined && { orders: readOrders(orders) }),
    ...(inner !== undefined && { inner: readReplacements(inner, nesting - 1) }),
  };
}

function readOrders(list: unknown): KeyOrders {
  if (!Array.isArray(list)) throw replayMismatch();
  return list.map((order: unknown) => {
    const [object, places] = Array.isArray(order) ? (order as unknown[]) : [];
    if (!isCount(object) || !Array.isArray(places) || !places.every(isCount)) {
      throw replayMismatch();
    }
    return [object, places] as const;
  });
}

/** A copy without a prototype, so that only own fields are seen. */
function ownFields(source: object): Record<string, unknown> {
  return Object.assign(Object.create(null) as Record<string, unknown>, source);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
