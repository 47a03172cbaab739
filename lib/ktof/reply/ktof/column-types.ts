import { isContainer, type JsonValue } from '../../json-value.js';
import type { Cell } from '../../decode/cell-reader.js';

/** What the cells of a column are: `unknown` before the first one, `mixed` when they differ. */
type ColumnType = 'unknown' | 'text' | 'number' | 'boolean' | 'container' | 'mixed';

/** What the columns of a table hold, by the rows that fit. It tells which cells of another row fit. */
export class ColumnTypes {
  /** Whether there was a row to learn from. */
  areKnown = false;
  private readonly types: ColumnType[];

  constructor(width: number) {
    this.types = Array.from({ length: width }, () => 'unknown');
  }

  /** Learns from a row that fits. */
  learn(cells: readonly Cell[]): void {
    this.areKnown = true;
    cells.forEach((cell, column) => {
      const type = typeOf(cell);
      const known = this.types[column];
      if (type !== undefined && known !== type)
        this.types[column] = known === 'unknown' ? type : 'mixed';
    });
  }

  /** Whether a value can stand in a column. */
  fits(value: Cell, column: number): boolean {
    const type = typeOf(value);
    const known = this.types[column];
    return type === undefined || known === 'unknown' || known === 'mixed' || known === type;
  }
}

/** Null and absent cells may stand in any column. */
function typeOf(value: Cell): ColumnType | undefined {
  if (value === undefined || value === null) return undefined;
  if (isContainer(value)) return 'container';
  return typeof value === 'string' ? 'text' : numberOrBoolean(value);
}

function numberOrBoolean(value: JsonValue): ColumnType {
  return typeof value === 'number' ? 'number' : 'boolean';
}
