import { type JsonArray, type JsonObject, type JsonValue, setOwn } from '../../ktof/json-value.js';
import type { Piece } from './piece.js';

/** A container whose pieces are still coming, and the key of the entry that comes next. */
interface Open {
  readonly container: JsonArray | JsonObject;
  key: string;
}

/** Puts a value together again from the pieces that `pack` made of it, one at a time. */
export class Unpacker {
  private readonly open: Open[] = [];
  private root: JsonValue | undefined;

  /** The whole value, once each piece has been taken; undefined before. */
  get value(): JsonValue | undefined {
    return this.open.length === 0 ? this.root : undefined;
  }

  /** Takes the next piece. */
  take([kind, text]: Piece): void {
    switch (kind) {
      case 'value':
        return this.add(JSON.parse(text) as JsonValue);
      case 'text':
        return this.add(text);
      case 'array':
        return this.begin([]);
      case 'object':
        return this.begin({});
      case 'key':
        return this.next(text);
      case 'items':
      case 'entries':
        return this.addAll(JSON.parse(text) as JsonArray | JsonObject);
      case 'end':
        this.open.pop();
    }
  }

  private begin(container: JsonArray | JsonObject): void {
    this.add(container);
    this.open.push({ container, key: '' });
  }

  private next(key: string): void {
    const innermost = this.open.at(-1);
    if (innermost) innermost.key = key;
  }

  private add(value: JsonValue): void {
    const innermost = this.open.at(-1);
    if (innermost === undefined) this.root = value;
    else if (Array.isArray(innermost.container)) innermost.container.push(value);
    else setOwn(innermost.container, innermost.key, value);
  }

  private addAll(values: JsonArray | JsonObject): void {
    const container = this.open.at(-1)?.container;
    if (Array.isArray(container)) for (const value of values as JsonArray) container.push(value);
    else if (container) addEntries(container, values as JsonObject);
  }
}

function addEntries(target: JsonObject, values: JsonObject): void {
  // Each is a key of the object itself: it comes from `JSON.parse`.
  for (const key of Object.keys(values)) setOwn(target, key, values[key]!);
}
