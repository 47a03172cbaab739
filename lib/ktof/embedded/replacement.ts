import type { JsonStyle } from './json-style.js';
import type { KeyOrders } from './key-orders.js';

/** How a JSON text was written. */
export interface FragmentForm {
  readonly style: JsonStyle;
  /** The orders of its keys, where KTOF reads back with others. */
  readonly orders?: KeyOrders;
  /** What was replaced in the strings of the JSON itself; their paths begin at its own root. */
  readonly inner?: readonly Replacement[];
}

/** One JSON text that was replaced by KTOF, and how to write it again. */
export interface Replacement extends FragmentForm {
  /** Which string it stands in, from the root `$`: `$.messages[2].content`. */
  readonly path: string;
  /** Where the KTOF begins in the rewritten string, in UTF-16 code units. */
  readonly offset: number;
  /** How long the KTOF is there, with the line breaks that were put around it. */
  readonly length: number;
}

/** How many JSON texts may stand inside each other, each as a string of the one around it. */
export const MAX_NESTING = 4;
