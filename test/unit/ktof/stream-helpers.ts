import fc, { type Arbitrary } from 'fast-check';
import {
  type DecodeOptions,
  type DecodeStreamEvent,
  type DecodeStreamOptions,
  type DecodeValueEvent,
  decode,
  decodeStream,
  type JsonObject,
  type JsonValue,
  type KtofSource,
} from 'nestjs-kaizen/ktof';
import { setOwn } from '../../../lib/ktof/json-value.js';

/** Cuts a text, or bytes, at places that are taken modulo its length. */
export function cut<T extends string | Uint8Array>(whole: T, places: readonly number[]): T[] {
  const at = [...new Set(places.map((place) => place % (whole.length + 1)))].sort((a, b) => a - b);
  return [...at, whole.length].map((end, index) => whole.slice(at[index - 1] ?? 0, end) as T);
}

/** Where to cut: nowhere, at some places, or everywhere. */
export const cuts: Arbitrary<number[]> = fc.oneof(
  fc.array(fc.nat(), { maxLength: 8 }),
  fc.constant(Array.from({ length: 400 }, (_, index) => index)),
);

/** What became of a decode: its value as JSON in its order of keys, or the message of its error. */
export interface Outcome {
  json?: string | undefined;
  failure?: string;
}

function failed(error: unknown): Outcome {
  const { name, message } = error as Error;
  return { failure: `${name}: ${message}` };
}

/** What `decode` makes of a whole text. */
export function decodeOutcome(text: string, options: DecodeOptions): Outcome {
  try {
    return { json: JSON.stringify(decode(text, options)) };
  } catch (error) {
    return failed(error);
  }
}

/** What `decodeStream` makes of chunks, and the values that it told until then. */
export async function streamOutcome(
  source: KtofSource,
  options: DecodeStreamOptions,
): Promise<Outcome & { values: DecodeValueEvent[] }> {
  const values: DecodeValueEvent[] = [];
  try {
    for await (const event of decodeStream(source, options)) {
      if (event.type === 'done') return { json: JSON.stringify(event.value), values };
      values.push(event);
    }
  } catch (error) {
    return { ...failed(error), values };
  }
  return { failure: 'no done', values };
}

/** Every event of a stream. */
export async function eventsOf(
  source: KtofSource,
  options?: DecodeStreamOptions,
): Promise<DecodeStreamEvent[]> {
  const events: DecodeStreamEvent[] = [];
  for await (const event of decodeStream(source, options)) events.push(event);
  return events;
}

/** Puts values together by their paths alone. */
export function assemble(values: readonly DecodeValueEvent[]): JsonValue | undefined {
  const box: JsonObject = {};
  for (const { path, value } of values) place(box, ['root', ...path], value);
  return box['root'];
}

function place(target: JsonValue, path: (string | number)[], value: JsonValue): void {
  const [step, next, ...rest] = path;
  const owner = target as JsonObject;
  const key = String(step);
  if (next === undefined) return setOwn(owner, key, value);
  if (!Object.hasOwn(owner, key)) setOwn(owner, key, typeof next === 'number' ? [] : {});
  place(owner[key]!, [next, ...rest], value);
}
