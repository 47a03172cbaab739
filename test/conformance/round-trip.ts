import { decode, encode, type EncodeOptions, type JsonValue } from 'nestjs-kaizen/ktof';
import { firstDifference } from '../support/json-arbitraries.js';

/** What JSON makes of a value: the codec promises to give back the same. */
export function throughJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}

/**
 * Where a value is not what it was after it was written and read again, or `undefined` if nowhere.
 * It is read with the indent found in the text, with the indent given, and not strictly.
 */
export function roundTripLoss(value: unknown, options: EncodeOptions): string | undefined {
  const text = encode(value, options);
  const wanted = throughJson(value);
  const { indent } = options;
  const readings = [decode(text), decode(text, { indent }), decode(text, { strict: false })];
  const losses = readings.map((reading) => firstDifference(reading, wanted));
  return losses.find((loss) => loss !== undefined);
}
