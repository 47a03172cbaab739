import { types } from 'node:util';
import { KaizenError } from '../../errors/kaizen.error.js';
import { KaizenPayloadError } from '../../errors/payload.error.js';
import { type JsonArray, type JsonObject, type JsonValue, setOwn } from '../json-value.js';
import { tooLarge } from '../payload-size.js';
import { PayloadPath } from './payload-path.js';

/** What a payload may be at most. */
export interface PayloadLimits {
  readonly maxDepth: number;
  /** Bytes of its compact JSON. */
  readonly maxBytes: number;
}

/** A value as JSON sees it. */
export interface NormalizedValue {
  readonly value: JsonValue;
  /** False when a string or a key holds a lone surrogate, which UTF-8 cannot carry. */
  readonly wellFormed: boolean;
}

/** A value as JSON sees it, and about how large it is. */
export interface MeasuredValue extends NormalizedValue {
  /** It has at least so many bytes as compact JSON. */
  readonly leastBytes: number;
}

/**
 * The value that `JSON.parse(JSON.stringify(value))` would give, checked against the limits.
 *
 * What is JSON already is returned as it is, not copied, and the argument is never changed.
 * Throws `KaizenPayloadError` for a cycle, a BigInt, a function, a symbol, for what JSON would empty
 * in silence (a Map, a Set, a Promise, an Error, …), for too many levels and for too many bytes. The
 * bytes are counted cheaply and never too high: whoever has the JSON checks it exactly.
 *
 * @param root What paths in errors begin with.
 */
export function normalize(value: unknown, limits: PayloadLimits, root = '$'): MeasuredValue {
  const normalizer = new Normalizer(limits, root);
  try {
    return normalizer.measured(normalizer.value(value, '', 0));
  } catch (error) {
    throw normalizer.explain(error);
  }
}

/** Reads payloads. Serves one. */
export class Normalizer {
  protected readonly path: PayloadPath;
  private wellFormed = true;
  private bytes = 0;

  constructor(
    private readonly limits: PayloadLimits,
    root: string,
  ) {
    this.path = new PayloadPath(root);
  }

  /** What has been read, if there is anything. */
  measured(value: JsonValue | undefined): MeasuredValue {
    if (value === undefined) throw this.refuse('is undefined', 'Give a JSON value');
    return { value, wellFormed: this.wellFormed, leastBytes: this.bytes };
  }

  /** Says what an error means: the payload's own code may have thrown it (a getter, a `toJSON`). */
  explain(error: unknown): unknown {
    if (error instanceof KaizenError) return error;
    return this.refuse('cannot be read: its own code threw', 'Mend its toJSON or getter', error);
  }

  /** The JSON value, or undefined where JSON leaves the value out. */
  value(value: unknown, key: string | number, depth: number): JsonValue | undefined {
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'number':
        if (!Number.isFinite(value)) return this.nothing();
        this.count(1);
        return value + 0;
      case 'boolean':
        this.count(value ? 4 : 5);
        return value;
      case 'undefined':
        return undefined;
      case 'object':
        return value === null ? this.nothing() : this.object(value, key, depth);
      default:
        throw this.refuse(`is a ${typeof value}`, 'Convert it to a string or leave it out');
    }
  }

  /** The error for the value at the current path. */
  private refuse(what: string, remedy: string, cause?: unknown): KaizenPayloadError {
    const path = this.path.toString();
    const message = `The payload at ${path} ${what}. ${remedy}.`;
    return new KaizenPayloadError(message, 'KAIZEN_INVALID_PAYLOAD', path, { cause });
  }

  protected nothing(): null {
    this.count(4);
    return null;
  }

  private text(value: string): string {
    // Short strings by length alone, and none with its escapes: that would cost more than the rest.
    this.count(2 + (value.length > 64 ? Buffer.byteLength(value) : value.length));
    if (!value.isWellFormed()) this.wellFormed = false;
    return value;
  }

  protected count(bytes: number): void {
    this.bytes += bytes;
    const { maxBytes } = this.limits;
    if (this.bytes > maxBytes) throw tooLarge('The payload', maxBytes, this.path.toString());
  }

  private object(source: object, key: string | number, depth: number): JsonValue | undefined {
    const serializable = source as { toJSON?: unknown };
    if (typeof serializable.toJSON !== 'function') return this.container(source, depth);
    const replacement: unknown = serializable.toJSON.call(source, String(key));
    if (typeof replacement !== 'object' || replacement === null) {
      return this.value(replacement, key, depth);
    }
    return this.container(replacement, depth);
  }

  private container(source: object, depth: number): JsonValue | undefined {
    if (types.isBoxedPrimitive(source)) return this.value(source.valueOf(), '', depth);
    this.enter(source, depth);
    const result = Array.isArray(source) ? this.array(source, depth) : this.record(source, depth);
    this.path.leave(depth);
    return result;
  }

  protected enter(source: object, depth: number): void {
    const cycle = this.path.cycleTo(source);
    if (cycle !== undefined) throw cyclic(cycle);
    if (depth >= this.limits.maxDepth) throw this.tooDeep();
    this.path.enter(source, depth);
    this.count(2);
  }

  private tooDeep(): KaizenPayloadError {
    const { maxDepth } = this.limits;
    const message = `The payload is deeper than ${maxDepth} levels. Flatten it, or raise \`maxDepth\`.`;
    return new KaizenPayloadError(message, 'KAIZEN_PAYLOAD_TOO_DEEP', this.path.toString());
  }

  private array(source: unknown[], depth: number): JsonArray {
    let copy: JsonArray | undefined;
    for (let index = 0; index < source.length; index++) {
      const item = source[index];
      this.path.at(depth, index);
      if (index > 0) this.count(1);
      const read = this.value(item, index, depth + 1);
      const normalized = read === undefined ? this.nothing() : read;
      if (copy === undefined && normalized !== item) copy = source.slice(0, index) as JsonArray;
      copy?.push(normalized);
    }
    return copy ?? (source as JsonArray);
  }

  private record(source: object, depth: number): JsonObject {
    const plain = this.isPlain(source);
    const entries = source as Record<string, unknown>;
    const keys = Object.keys(source);
    let copy: JsonObject | undefined = plain ? undefined : {};
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index]!;
      const item = entries[key];
      this.path.at(depth, key);
      const normalized = this.value(item, key, depth + 1);
      if (normalized !== undefined) this.key(key);
      const same = normalized === item && item !== undefined;
      if (copy === undefined && !same) copy = pick(entries, keys, index);
      if (copy !== undefined && normalized !== undefined) setOwn(copy, key, normalized);
    }
    return copy ?? (source as JsonObject);
  }

  protected key(key: string): void {
    this.count(3 + key.length);
    if (!key.isWellFormed()) this.wellFormed = false;
  }

  /** Refuses what JSON would empty in silence. Class instances are fine: their own keys are data. */
  protected isPlain(source: object): boolean {
    const prototype: unknown = Object.getPrototypeOf(source);
    if (prototype === null || prototype === Object.prototype) return true;
    const kind = UNREADABLE.find(([isKind]) => isKind(source));
    if (kind !== undefined) throw this.refuse(`is a ${kind[1]}`, kind[2]);
    return false;
  }
}

function cyclic(path: string): KaizenPayloadError {
  const message = `The payload is cyclic: ${path} holds itself again. Leave the back reference out.`;
  return new KaizenPayloadError(message, 'KAIZEN_INVALID_PAYLOAD', path);
}

const UNREADABLE: readonly (readonly [(value: unknown) => boolean, string, string])[] = [
  [types.isMap, 'Map', 'Convert it with Object.fromEntries'],
  [types.isSet, 'Set', 'Convert it with Array.from'],
  [types.isPromise, 'Promise', 'Await it first'],
  [types.isWeakMap, 'WeakMap', 'Leave it out'],
  [types.isWeakSet, 'WeakSet', 'Leave it out'],
  [types.isNativeError, 'Error', 'Give its message'],
  [types.isRegExp, 'RegExp', 'Give its source'],
  [types.isAnyArrayBuffer, 'ArrayBuffer', 'Convert it to a string'],
];

/** The first entries of an object, which are JSON values as they are. */
export function pick(
  source: Record<string, unknown>,
  keys: readonly string[],
  count: number,
): JsonObject {
  const copy: JsonObject = {};
  for (const key of keys.slice(0, count)) setOwn(copy, key, source[key] as JsonValue);
  return copy;
}
