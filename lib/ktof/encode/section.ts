import type { JsonArray, JsonObject } from '../json-value.js';
import type { Plan, Position } from './plan.js';

/** A stretch of lines that is written bit by bit. */
export interface Section {
  /**
   * Writes on until the page is full or a section of its own has been opened for what comes next.
   *
   * @returns False when nothing is left.
   */
  write(): boolean;
}

/** Where a value begins: its line's text so far, and the level of that line. */
export interface Lead {
  readonly text: string;
  readonly depth: number;
  readonly position: Position;
}

/**
 * Begins an array or object.
 *
 * @param plan How to write it; undefined when that is to be decided now.
 * @returns True when a section has been opened, which must be written before anything else.
 */
export type OpenContainer = (
  container: JsonArray | JsonObject,
  plan: Plan | undefined,
  lead: Lead,
) => boolean;
