/** Deeper values are refused anyway. */
const DEEPEST = 500;
/** About what a value takes beside its text. */
const VALUE_CHARACTERS = 2;

/** What a field takes at least. */
const FIELD_CHARACTERS = 4;

/** What a text of a request may be at most, and what else than JSON it may hold. */
export interface CanonicalLimits {
  /** In characters, about. */
  readonly maxCharacters: number;
  /**
   * Whether values with a `toJSON` and instances of classes are read as JSON reads them. Where a caller's
   * own objects may come back as they are, they must not be.
   */
  readonly isLenient: boolean;
}

/** Thrown to end a walk: never leaves this file. */
class NotCanonical extends Error {}

/**
 * A text that is the same for equal JSON, whatever the order of its keys, and another one for any other; it is
 * not JSON itself. Linear, but for the sorting of keys that are not in order, and no deeper than 500 levels.
 *
 * @returns `undefined` for a value that has none: too large, too deep, cyclic, or not JSON. Whether it is
 * right for its operation is not asked here.
 */
export function canonicalJson(value: unknown, limits: CanonicalLimits): string | undefined {
  const writer = new CanonicalWriter(limits);
  try {
    writer.record(value as object, 0);
  } catch {
    // The payload's own code may throw, too: whoever carries out the call tells the caller.
    return undefined;
  }
  return writer.text;
}

class CanonicalWriter {
  text = '';
  readonly #maxCharacters: number;
  readonly #isLenient: boolean;

  constructor({ maxCharacters, isLenient }: CanonicalLimits) {
    this.#maxCharacters = maxCharacters;
    this.#isLenient = isLenient;
  }

  /** The fields of an object that is taken as it is. */
  record(record: object, depth: number): void {
    const fields = record as Readonly<Record<string, unknown>>;
    this.text += '{';
    for (const key of sortedKeys(record, this.#maxCharacters - this.text.length)) {
      const value = fields[key];
      if (value === undefined) continue;
      // Lengths tell where a text ends: cheaper than escapes.
      this.#add(`${key.length}:${key}`);
      this.#value(value, key, depth + 1);
    }
    this.text += '}';
  }

  #value(value: unknown, key: string, depth: number): void {
    if (typeof value === 'string') return this.#add(`"${value.length}:`, value);
    if (typeof value === 'number' && Number.isFinite(value)) return this.#add(`${value};`);
    if (value === null || typeof value === 'boolean') return this.#add(`${value};`);
    if (typeof value !== 'object' || depth > DEEPEST) throw new NotCanonical();
    this.#object(value, key, depth);
  }

  #object(value: object, key: string, depth: number): void {
    if (typeof (value as { toJSON?: unknown }).toJSON === 'function') {
      return this.#replaced(value as { toJSON(key: string): unknown }, key, depth);
    }
    if (Array.isArray(value)) return this.#list(value, depth);
    if (!this.#isReadable(value)) throw new NotCanonical();
    this.#add('');
    this.record(value, depth);
  }

  /** What JSON puts in the place of a value, which may be an object with a `toJSON` itself. */
  #replaced(value: { toJSON(key: string): unknown }, key: string, depth: number): void {
    if (!this.#isLenient) throw new NotCanonical();
    const replacement = value.toJSON(key);
    if (typeof replacement === 'object' && replacement !== null) throw new NotCanonical();
    this.#value(replacement, key, depth);
  }

  #list(items: readonly unknown[], depth: number): void {
    this.#add('[');
    for (const item of items) this.#value(item, '', depth + 1);
    this.text += ']';
  }

  /** A Map, a Promise and their like would be read as empty; a boxed string is none. */
  #isReadable(value: object): boolean {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return true;
    return this.#isLenient && Object.prototype.toString.call(value) === '[object Object]';
  }

  #add(head: string, rest = ''): void {
    const { length } = this.text;
    if (length + rest.length + VALUE_CHARACTERS > this.#maxCharacters) throw new NotCanonical();
    this.text += head;
    this.text += rest;
  }
}

/** By their UTF-16 units. Most often they are in the order of the last object, seldom in that of the alphabet. */
function sortedKeys(record: object, charactersLeft: number): string[] {
  const keys = Object.keys(record);
  if (keys.length * FIELD_CHARACTERS > charactersLeft) throw new NotCanonical();
  for (let index = 1; index < keys.length; index++) {
    if (keys[index - 1]! > keys[index]!) return keys.sort();
  }
  return keys;
}
