import type { JsonArray, JsonObject, JsonPrimitive } from '../json-value.js';
import type { Column } from './column.js';
import type { Steps } from './steps.js';

/**
 * How one array or object will be written. A planner decides, the writer follows:
 * - `brackets`: compact JSON on the key's line; in lists of primitives words may stand bare;
 * - `inline`: `[2]: a,b`;
 * - `table`: `[2]{id,name}:` and one row per line;
 * - `keyed`: `[2:]{id,name}:` and one `key: cells` line per entry;
 * - `list`: `[2]:` and one `- ` item per entry;
 * - `fields`: one `key: value` per entry.
 *
 * `saving` is how many UTF-8 bytes fewer the text has than the same value as compact JSON. What both
 * write alike (numbers, the inside of strings) never needs to be measured for it.
 */
export type Plan =
  | { readonly form: 'brackets' | 'inline'; readonly saving: number }
  | {
      readonly form: 'table' | 'keyed';
      readonly columns: readonly Column[];
      readonly saving: number;
    }
  | { readonly form: 'list' | 'fields'; readonly parts?: Parts; readonly saving: number };

/**
 * The plans of a container's entries, in their order; undefined for a primitive. A plan without them
 * leaves them to the time when the entries are written.
 */
export type Parts = readonly (Plan | undefined)[];

/** What stands before a value on its line: a `key`, a list `item`'s hyphen, or nothing at the `root`. */
export type Position = 'key' | 'item' | 'root';

/** Decides how containers are written. */
export interface Planner {
  /** @param depth The level of the line that the container starts on. */
  plan(container: JsonArray | JsonObject, depth: number, position: Position): Plan;
  /** What {@link plan} gives, in steps. */
  steps(container: JsonArray | JsonObject, depth: number, position: Position): Steps<Plan>;
}

/** True when every item is a primitive; so for an empty list. */
export function isPrimitiveList(list: JsonArray): list is JsonPrimitive[] {
  return list.every((item) => typeof item !== 'object' || item === null);
}
