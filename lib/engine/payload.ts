import { countJsonBytes } from '../ktof/encode/json-bytes.js';
import { type NormalizedValue, type PayloadLimits, normalize } from '../ktof/encode/normalize.js';
import { finish } from '../ktof/encode/steps.js';
import type { JsonValue } from '../ktof/json-value.js';
import { tooLarge } from '../ktof/payload-size.js';

/** Larger JSON is measured piece by piece: as one string, it could be too much for a heap that is full. */
const WHOLE_BYTES = 2_097_152;

/** A payload as JSON sees it. */
export interface Payload extends NormalizedValue {
  /** Bytes of it as compact JSON. */
  readonly jsonBytes: number;
  /** It as compact JSON. */
  readonly json: () => string;
}

/**
 * Reads a payload, and measures it exactly.
 *
 * @param root Where in the request it is: `$.prompt`.
 * @throws KaizenPayloadError for what JSON cannot hold, and past a limit.
 */
export function readPayload(value: unknown, limits: PayloadLimits, root: string): Payload {
  const { value: json, wellFormed, leastBytes } = normalize(value, limits, root);
  const { jsonBytes, json: write } = measured(json, leastBytes);
  if (jsonBytes > limits.maxBytes) throw tooLarge('The payload', limits.maxBytes, root);
  return { value: json, wellFormed, jsonBytes, json: write };
}

function measured(value: JsonValue, leastBytes: number): Pick<Payload, 'json' | 'jsonBytes'> {
  if (leastBytes > WHOLE_BYTES) {
    return { jsonBytes: finish(countJsonBytes(value)), json: () => JSON.stringify(value) };
  }
  const json = JSON.stringify(value);
  return { jsonBytes: Buffer.byteLength(json), json: () => json };
}
