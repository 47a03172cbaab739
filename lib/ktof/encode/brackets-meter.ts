import { type JsonArray, type JsonObject, type JsonValue, isContainer } from '../json-value.js';
import { stringSavingInBrackets } from './savings.js';

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

  /** True for a list that holds no object, and so may have bare words. */
  isBareList(container: JsonArray | JsonObject): boolean {
    return Array.isArray(container) && this.list(container) !== undefined;
  }

  /** Undefined for a list that holds an object somewhere, and so is written as JSON. */
  private list(list: JsonArray): number | undefined {
    if (!list.some(isContainer)) return this.sum(list);
    if (!this.known.has(list)) this.known.set(list, this.sum(list));
    return this.known.get(list);
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
