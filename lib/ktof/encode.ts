import {
  type EncodeOptions,
  type ResolvedEncodeOptions,
  resolveEncodeOptions,
} from './encode-options.js';
import { isWorthIt, plannerFor } from './encode/document.js';
import { type NormalizedValue, normalize } from './encode/normalize.js';
import type { Plan } from './encode/plan.js';
import { LineWriter } from './encode/writer.js';
import { type JsonArray, type JsonObject, type JsonPrimitive, isContainer } from './json-value.js';
import { tooLarge } from './payload-size.js';
import { BYTE_ORDER_MARK } from './syntax/characters.js';
import { quote } from './syntax/quoting.js';
import { encodeScalar } from './syntax/scalars.js';

/**
 * Writes a JSON value as KTOF: the same data, losslessly, in fewer tokens.
 *
 * The text depends on the value and the options alone. In the default profile it is never larger
 * than compact JSON. The value is read as `JSON.stringify` reads it and never changed.
 *
 * @throws KaizenOptionsError for an unknown or bad option.
 * @throws KaizenPayloadError for what JSON cannot hold, and past the limits of depth and size.
 *
 * @example
 * ```ts
 * encode({ users: [{ id: 1, name: 'Ada' }, { id: 2, name: 'Grace' }] });
 * // users[2]{id,name}:
 * //  1,Ada
 * //  2,Grace
 * ```
 */
export function encode(value: unknown, options?: EncodeOptions): string {
  const resolved = resolveEncodeOptions(options);
  return encodeNormalized(normalize(value, resolved), resolved);
}

/** Writes a value that has been read and checked already. */
export function encodeNormalized(
  normalized: NormalizedValue,
  resolved: ResolvedEncodeOptions,
): string {
  const { value, wellFormed } = normalized;
  // UTF-8 cannot carry a lone surrogate: JSON escapes it.
  if (resolved.profile === 'ktof' && !wellFormed) return JSON.stringify(value);
  return isContainer(value) ? encodeContainer(value, resolved) : encodeRootScalar(value, resolved);
}

function encodeContainer(value: JsonArray | JsonObject, options: ResolvedEncodeOptions): string {
  const plan = plannerFor(options).plan(value, 0, 'root');
  const text = write(value, plan, options);
  if (options.profile !== 'ktof') return text;
  const jsonBytes = Buffer.byteLength(text) + plan.saving;
  if (jsonBytes > options.maxBytes) throw tooLarge('The payload', options.maxBytes, '$');
  return isWorthIt(plan.saving, jsonBytes) ? text : JSON.stringify(value);
}

function write(value: JsonArray | JsonObject, plan: Plan, options: ResolvedEncodeOptions): string {
  const writer = new LineWriter(options);
  writer.begin(value, plan);
  return writer.next() ?? '';
}

function encodeRootScalar(value: JsonPrimitive, options: ResolvedEncodeOptions): string {
  const delimiter = options.delimiter.charCodeAt(0);
  const text = encodeScalar(value, delimiter);
  if (typeof value !== 'string') return text;
  const isQuoted = text !== value || value.startsWith(BYTE_ORDER_MARK);
  if (!isQuoted) return text;
  return options.profile === 'ktof' ? JSON.stringify(value) : quote(value);
}
