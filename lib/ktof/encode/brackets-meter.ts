import { type JsonArray, type JsonObject, type JsonValue, isContainer } from '../json-value.js';
import { stringSavingInBrackets } from './savings.js';
import { Beat, isLong, type Steps } from './steps.js';

/**
 * Measures what values save in brackets against compact JSON: the quotes of bare words.
 *
 * Remembers nested lists, so that deep nesting is walked once and not once per level.
 */
export class BracketsMeter {
  private readonly known = new Map<JsonArray, number | undefined>();

  /** Bytes saved by `encodeBrackets` on this value. */
  saving(container: JsonArray | JsonObject): number {
    return Array.isArray(container) ? (this.list(container) ?? 0) : 0;
  }

  /** The same of a list that holds no object, and so may have bare words; undefined for all else. */
  bareSaving(container: JsonArray | JsonObject): number | undefined {
    return Array.isArray(container) ? this.list(container) : undefined;
  }

  /** Measures a long list in steps: the other methods know it then. */
  *prepare(list: JsonArray): Steps<void> {
    if (this.known.has(list)) return;
    const beat = new Beat();
    let saving = 0;
    for (const item of list) {
      if (Array.isArray(item) && isLong(item)) yield* this.prepare(item);
      const part = this.part(item);
      if (part === undefined) return void this.known.set(list, undefined);
      saving += part;
      if (beat.isDue()) yield;
    }
    this.known.set(list, saving);
  }

  /** Undefined for a list that holds an object somewhere, and so is written as JSON. */
  private list(list: JsonArray): number | undefined {
    if (this.known.has(list)) return this.known.get(list);
    const saving = this.sum(list);
    if (list.some(isContainer)) this.known.set(list, saving);
    return saving;
  }

  private sum(list: JsonArray): number | undefined {
    let saving = 0;
    for (const item of list) {
      const part = this.part(item);
      if (part === undefined) return undefined;
      saving += part;
    }
    return saving;
  }

  private part(item: JsonValue): number | undefined {
    if (typeof item === 'string') return stringSavingInBrackets(item);
    if (!isContainer(item)) return 0;
    return Array.isArray(item) ? this.list(item) : undefined;
  }
}
