import { types } from 'node:util';
import { type JsonArray, type JsonObject, type JsonValue, setOwn } from '../json-value.js';
import { isSmall } from './bracket-pieces.js';
import { type MeasuredValue, Normalizer, type PayloadLimits, pick } from './normalize.js';
import { Beat, type Steps } from './steps.js';

/**
 * What `normalize` gives, in steps. What JavaScript does in one go only, such as to list the keys of an
 * object or to call a `toJSON`, is one step.
 */
export function* normalizeSteps(
  value: unknown,
  limits: PayloadLimits,
  root: string,
): Steps<MeasuredValue> {
  const normalizer = new SteppingNormalizer(limits, root);
  try {
    return normalizer.measured(yield* normalizer.steps(value, '', 0));
  } catch (error) {
    throw normalizer.explain(error);
  }
}

/** Reads small values at once, and goes through the entries of large ones. */
class SteppingNormalizer extends Normalizer {
  private readonly beat = new Beat();

  /** What `value` gives. */
  *steps(value: unknown, key: string | number, depth: number): Steps<JsonValue | undefined> {
    const source = serialized(value, key);
    const isOpen = typeof source === 'object' && source !== null;
    if (!isOpen || types.isBoxedPrimitive(source)) return this.value(source, key, depth);
    this.enter(source, depth);
    const result = Array.isArray(source)
      ? yield* this.items(source, depth)
      : yield* this.entries(source as Record<string, unknown>, depth);
    this.path.leave(depth);
    return result;
  }

  private *items(source: unknown[], depth: number): Steps<JsonArray> {
    let copy: JsonArray | undefined;
    for (let index = 0; index < source.length; index++) {
      const item = source[index];
      this.path.at(depth, index);
      if (index > 0) this.count(1);
      const read = isLarge(item)
        ? yield* this.steps(item, index, depth + 1)
        : this.value(item, index, depth + 1);
      const normalized = read === undefined ? this.nothing() : read;
      if (copy === undefined && normalized !== item) copy = source.slice(0, index) as JsonArray;
      copy?.push(normalized);
      if (this.beat.isDue()) yield;
    }
    return copy ?? (source as JsonArray);
  }

  private *entries(source: Record<string, unknown>, depth: number): Steps<JsonObject> {
    let copy: JsonObject | undefined = this.isPlain(source) ? undefined : {};
    const keys = Object.keys(source);
    for (const [index, key] of keys.entries()) {
      const item = source[key];
      this.path.at(depth, key);
      const normalized = isLarge(item)
        ? yield* this.steps(item, key, depth + 1)
        : this.value(item, key, depth + 1);
      if (normalized !== undefined) this.key(key);
      const isSame = normalized === item && item !== undefined;
      if (copy === undefined && !isSame) copy = pick(source, keys, index);
      if (copy !== undefined && normalized !== undefined) setOwn(copy, key, normalized);
      if (this.beat.isDue()) yield;
    }
    return copy ?? (source as JsonObject);
  }
}

function isLarge(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return hasToJson(value) || !isSmall(value as JsonObject);
}

function serialized(value: unknown, key: string | number): unknown {
  const isAsked = typeof value === 'object' && value !== null && hasToJson(value);
  return isAsked ? value.toJSON(String(key)) : value;
}

function hasToJson(value: object): value is { toJSON(key: string): unknown } {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function';
}
