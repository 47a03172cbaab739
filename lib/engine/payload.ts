import { type NormalizedValue, type PayloadLimits, normalize } from '../ktof/encode/normalize.js';
import { type JsonValue } from '../ktof/json-value.js';
import { isLarger, tooLarge } from '../ktof/payload-size.js';

/** A payload as JSON sees it. */
export interface Payload extends NormalizedValue {
  /** It as compact JSON. */
  readonly json: string;
}

/**
 * Reads a payload, and measures it exactly.
 *
 * @param root Where in the request it is: `$.prompt`.
 * @throws KaizenPayloadError for what JSON cannot hold, and past a limit.
 */
export function readPayload(value: unknown, limits: PayloadLimits, root: string): Payload {
  const normalized = normalize(value, limits, root);
  return { ...normalized, json: compactJson(normalized.value, limits.maxBytes, root) };
}

/**
 * A value as compact JSON.
 *
 * @param root Where in the request it is.
 * @throws KaizenPayloadError when it has more bytes than that.
 */
export function compactJson(value: JsonValue, maxBytes: number, root: string): string {
  const json = stringify(value);
  if (json === undefined || isLarger(json, maxBytes)) throw tooLarge('The payload', maxBytes, root);
  return json;
}

/** Undefined past the longest string there can be, which no limit allows. */
function stringify(value: JsonValue): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
