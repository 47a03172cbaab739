import {
  type EncodeOptions,
  type ResolvedEncodeOptions,
  resolveEncodeOptions,
} from './encode-options.js';
import { MeasuredPlanner } from './encode/measured-planner.js';
import { type NormalizedValue, normalize } from './encode/normalize.js';
import { type Plan, type Planner } from './encode/plan.js';
import { StructuralPlanner } from './encode/structural-planner.js';
import { LineWriter } from './encode/writer.js';
import { type JsonArray, type JsonObject, type JsonPrimitive, isContainer } from './json-value.js';
import { BYTE_ORDER_MARK } from './syntax/characters.js';
import { quote } from './syntax/quoting.js';
import { encodeScalar } from './syntax/scalars.js';

/** The whole text is compact JSON unless KTOF saves at least this part of it. */
const LEAST_SAVING = 0.02;

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
  if (!isContainer(normalized.value)) return encodeRootScalar(normalized.value, resolved);
  // UTF-8 cannot carry a lone surrogate: JSON escapes it.
  const plain = resolved.profile === 'ktof' && !normalized.wellFormed;
  return plain ? JSON.stringify(normalized.value) : encodeContainer(normalized.value, resolved);
}

function encodeContainer(value: JsonArray | JsonObject, options: ResolvedEncodeOptions): string {
  const plan = plannerFor(options).plan(value, 0, 'root');
  const text = write(value, plan, options);
  return options.profile === 'ktof' && !isWorthIt(text, plan.saving) ? JSON.stringify(value) : text;
}

function plannerFor(options: ResolvedEncodeOptions): Planner {
  if (options.profile === 'ktof') return new MeasuredPlanner(options);
  const isToon4 = options.profile === 'toon';
  return new StructuralPlanner({ keyedTables: isToon4, fieldGroups: isToon4 });
}

function write(value: JsonArray | JsonObject, plan: Plan, options: ResolvedEncodeOptions): string {
  const lines: string[] = [];
  new LineWriter(options, (line) => lines.push(line)).root(value, plan);
  return lines.join('\n');
}

function isWorthIt(text: string, saving: number): boolean {
  const jsonBytes = Buffer.byteLength(text) + saving;
  return saving >= jsonBytes * LEAST_SAVING;
}

function encodeRootScalar(value: JsonPrimitive, options: ResolvedEncodeOptions): string {
  const delimiter = options.delimiter.charCodeAt(0);
  const text = encodeScalar(value, delimiter);
  if (typeof value !== 'string') return text;
  const isQuoted = text !== value || value.startsWith(BYTE_ORDER_MARK);
  if (!isQuoted) return text;
  return options.profile === 'ktof' ? JSON.stringify(value) : quote(value);
}
