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
export class Gathering {
  readonly columns: Gathered[] = [];
  /** How many commas the rows have between their entries. */
  commas = 0;
  private readonly byKey = new Map<string, Gathered>();

  constructor(private readonly measure: TextMeasure) {}

  /** Adds a range of rows. */
  add(rows: readonly JsonObject[], from: number, to: number): void {
    for (let index = from; index < to; index++) this.addRow(rows[index]!);
  }

  private addRow(row: JsonObject): void {
    const { columns } = this;
    const keys = Object.keys(row);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index]!;
      let column = columns[index];
      if (column?.key !== key) column = this.byKey.get(key) ?? this.begin(key, keys[index - 1]);
      column.add(row[key]!);
    }
    if (keys.length > 0) this.commas += keys.length - 1;
  }

  private begin(key: string, previous: string | undefined): Gathered {
    const column = new Gathered(key, this.measure);
    insertAfter(this.columns, previous, column);
    this.byKey.set(key, column);
    return column;
  }
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
