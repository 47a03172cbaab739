import { type JsonObject, type JsonValue } from '../json-value.js';

/** The values of one key over all rows that have it. */
export interface Gathered {
  readonly key: string;
  readonly values: JsonValue[];
}

/**
 * Collects the values of each key. A new key goes right behind the one before it in its row, so that
 * the columns keep the order of the rows' keys as far as the rows agree on one.
 */
export function gather(rows: readonly JsonObject[]): Gathered[] {
  const columns: Gathered[] = [];
  const byKey = new Map<string, Gathered>();
  for (const row of rows) {
    const keys = Object.keys(row);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index]!;
      let column = columns[index];
      if (column?.key !== key) column = byKey.get(key);
      if (column === undefined) {
        column = { key, values: [] };
        insertAfter(columns, keys[index - 1], column);
        byKey.set(key, column);
      }
      column.values.push(row[key]!);
    }
  }
  return columns;
}

/** Past so many columns new ones go to the end: looking for their place would cost too much. */
const ORDERED_COLUMNS = 200;

function insertAfter(columns: Gathered[], previous: string | undefined, column: Gathered): void {
  const place = columns.length < ORDERED_COLUMNS ? placeAfter(columns, previous) : columns.length;
  columns.splice(place, 0, column);
}

function placeAfter(columns: readonly Gathered[], previous: string | undefined): number {
  return previous === undefined ? 0 : columns.findIndex(({ key }) => key === previous) + 1;
}
