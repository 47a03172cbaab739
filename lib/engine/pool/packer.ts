import { KaizenPayloadError } from '../../errors/payload.error.js';
import { type PayloadLimits, normalize } from '../../ktof/encode/normalize.js';
import type { JsonValue } from '../../ktof/json-value.js';
import { tooLarge } from '../../ktof/payload-size.js';
import { hasToJson, serialized } from '../to-json.js';
import { guessJsonBytes } from './guess-json-bytes.js';
import { type Piece, PIECE_BYTES } from './piece.js';

type Pieces = Generator<Piece, void, undefined>;

/** Takes a value that is JSON already apart into pieces. Each `next()` makes one. */
export function packJson(value: JsonValue): Pieces {
  return new Packer(value, UNCHECKED).pieces();
}

/**
 * Takes any value apart into pieces of its JSON, and checks it on the way as `normalize` does.
 *
 * Each `next()` reads about {@link PIECE_BYTES} of the value. What JavaScript reads in one go only is
 * one step whatever its size: a long string, the list of an object's keys, a `toJSON`.
 *
 * @param root Where in the request the value is. Default: it is all there is.
 * @throws KaizenPayloadError with the path and message that `normalize` has for the whole value.
 */
export function* pack(value: unknown, limits: PayloadLimits, root = '$'): Pieces {
  try {
    yield* new Packer(value, limits, root).pieces();
  } catch (error) {
    // It walks in another order: what it finds first is what the engine finds first.
    normalize(value, limits, root);
    throw error;
  }
}

/** For what need not be checked. */
const UNCHECKED: PayloadLimits = { maxDepth: Infinity, maxBytes: Infinity };

class Packer {
  private readonly ancestors = new Set<object>();
  private length = 0;

  constructor(
    private readonly payload: unknown,
    private readonly limits: PayloadLimits,
    private readonly root = '$',
  ) {}

  pieces(): Pieces {
    return this.part(serialized(this.payload, ''), 0);
  }

  /** @param value What JSON sees: a `toJSON` of it is not asked. */
  private *part(value: unknown, depth: number): Pieces {
    if (isSplittable(value) && isLarge(value)) yield* this.container(value, depth);
    else if (typeof value === 'string') yield this.piece('text', value);
    else yield this.json('value', asIs(value), depth);
  }

  private *container(source: object, depth: number): Pieces {
    const { ancestors, limits } = this;
    if (depth >= limits.maxDepth || ancestors.has(source)) throw this.bottomless();
    ancestors.add(source);
    if (Array.isArray(source)) yield* this.items(source, depth);
    else yield* this.entries(source as Record<string, unknown>, depth);
    yield ['end', ''];
    ancestors.delete(source);
  }

  private *items(source: readonly unknown[], depth: number): Pieces {
    yield ['array', String(source.length)];
    let batch: unknown[] = [];
    let bytes = 0;
    for (let index = 0; index < source.length; index++) {
      const item = serialized(source[index], index);
      const size = guessJsonBytes(item, PIECE_BYTES);
      if (size < PIECE_BYTES) batch.push(asIs(item));
      bytes += size;
      if (bytes < PIECE_BYTES) continue;
      if (batch.length > 0) yield this.json('items', batch, depth);
      if (size >= PIECE_BYTES) yield* this.part(item, depth + 1);
      batch = [];
      bytes = 0;
    }
    if (batch.length > 0) yield this.json('items', batch, depth);
  }

  private *entries(source: Readonly<Record<string, unknown>>, depth: number): Pieces {
    let batch: [string, unknown][] = [];
    let bytes = 0;
    const keys = Object.keys(source);
    yield ['object', String(keys.length)];
    for (const key of keys) {
      const value = source[key];
      const size = guessJsonBytes(value, PIECE_BYTES);
      if (size < PIECE_BYTES) batch.push([key, value]);
      bytes += key.length + size;
      if (bytes < PIECE_BYTES) continue;
      if (batch.length > 0) yield this.json('entries', Object.fromEntries(batch), depth);
      if (size >= PIECE_BYTES) yield* this.entry(key, serialized(value, key), depth);
      batch = [];
      bytes = 0;
    }
    if (batch.length > 0) yield this.json('entries', Object.fromEntries(batch), depth);
  }

  private *entry(key: string, value: unknown, depth: number): Pieces {
    if (value === undefined) return;
    yield ['key', key];
    yield* this.part(value, depth + 1);
  }

  /** The depth is that of the value; a batch stands at the depth of its container. */
  private json(kind: keyof typeof AROUND, value: unknown, depth: number): Piece {
    if (this.limits === UNCHECKED) return [kind, JSON.stringify(value)];
    const limits = { maxDepth: this.limits.maxDepth - depth, maxBytes: Infinity };
    return this.piece(kind, JSON.stringify(normalize(value, limits).value));
  }

  private piece(kind: keyof typeof AROUND, text: string): Piece {
    this.length += text.length + AROUND[kind];
    const { maxBytes } = this.limits;
    if (this.length > maxBytes) throw tooLarge('The payload', maxBytes, this.root);
    return [kind, text];
  }

  private bottomless(): KaizenPayloadError {
    const message = `The payload is cyclic, or deeper than ${this.limits.maxDepth} levels. Flatten it.`;
    return new KaizenPayloadError(message, 'KAIZEN_PAYLOAD_TOO_DEEP', this.root);
  }
}

/** What the JSON of the whole has beside a piece's text, and the other way round: quotes and brackets. */
const AROUND = { text: 2, value: 0, items: -2, entries: -2 };

function isLarge(value: unknown): boolean {
  return guessJsonBytes(value, PIECE_BYTES) >= PIECE_BYTES;
}

/** What a `toJSON` gave may have one as well: JSON asks the first only. */
function asIs(value: unknown): unknown {
  return hasToJson(value) ? { toJSON: () => value } : value;
}

/** Arrays, plain objects and class instances; not what JSON would empty in silence, such as a Map. */
function isSplittable(value: unknown): value is object {
  return Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]';
}
