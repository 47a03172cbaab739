import { type JsonArray, type JsonObject, type JsonValue, isContainer } from '../json-value.js';
import { beginsLikeTuple } from '../syntax/quoting.js';

/** What a string saves as a cell, and as a cell of a column that declares tuples. */
export interface TextMeasure {
  readonly plain: (text: string) => number;
  readonly besideTuples: (text: string) => number;
}

/** What all rows hold under one key. Primitives are measured and not kept: there may be millions. */
export class Gathered {
  /** How many rows have the key. */
  count = 0;
  readonly containers: (JsonArray | JsonObject)[] = [];
  /** What the strings save; see {@link TextMeasure}. */
  readonly textSaving = { plain: 0, besideTuples: 0 };

  constructor(
    readonly key: string,
    private readonly measure: TextMeasure,
  ) {}

  /** Adds the value of a row. */
  add(value: JsonValue): void {
    this.count++;
    if (typeof value === 'string') this.addText(value);
    else if (isContainer(value)) this.containers.push(value);
  }

  private addText(text: string): void {
    const { measure, textSaving } = this;
    const plain = measure.plain(text);
    textSaving.plain += plain;
    textSaving.besideTuples += beginsLikeTuple(text) ? measure.besideTuples(text) : plain;
  }
}

/**
 * Collects what stands under each key. A new key goes right behind the one before it in its row, so
 * that the columns keep the order of the rows' keys as far as the rows agree on one.
 */
export function gather(rows: readonly JsonObject[], measure: TextMeasure): Gathered[] {
  const columns: Gathered[] = [];
  const byKey = new Map<string, Gathered>();
  for (const row of rows) {
    const keys = Object.keys(row);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index]!;
      let column = columns[index];
      if (column?.key !== key) column = byKey.get(key);
      if (column === undefined) {
        column = new Gathered(key, measure);
        insertAfter(columns, keys[index - 1], column);
        byKey.set(key, column);
      }
      column.add(row[key]!);
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
