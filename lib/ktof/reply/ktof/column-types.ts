import { isContainer, type JsonValue } from '../../json-value.js';
import { type Cell } from '../../decode/cell-reader.js';

/** What the cells of a column are: `unknown` before the first one, `mixed` when they differ. */
type ColumnType = 'unknown' | 'text' | 'number' | 'boolean' | 'container' | 'mixed';

/** What the columns of a table hold, by the rows that fit. It tells which cells of another row fit. */
export class ColumnTypes {
  private readonly types: ColumnType[];

  constructor(width: number) {
    this.types = Array.from({ length: width }, () => 'unknown');
  }

  /** Learns from a row that fits. */
  learn(cells: readonly Cell[]): void {
    cells.forEach((cell, column) => {
      const type = typeOf(cell);
      const known = this.types[column];
      if (type !== undefined && known !== type) this.types[column] = known === 'unknown' ? type : 'mixed';
    });
  }

  /** Whether a value can stand in a column. */
  fits(value: Cell, column: number): boolean {
    const type = typeOf(value);
    const known = this.types[column];
    return type === undefined || known === 'unknown' || known === 'mixed' || known === type;
  }

  /** The one column that holds text, when all others are known to hold something else. */
  get onlyText(): number | undefined {
    const isKnown = this.types.every((type) => type !== 'unknown' && type !== 'mixed');
    const texts = this.types.flatMap((type, column) => (type === 'text' ? [column] : []));
    return isKnown && texts.length === 1 ? texts[0] : undefined;
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
