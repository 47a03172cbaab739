import type { Cell } from '../../decode/cell-reader.js';
import type { Field } from '../../decode/field-list.js';
import type { SourceLine } from '../../decode/source-line.js';
import { parseBareScalar } from '../../syntax/scalars.js';
import type { IssueLog } from '../issue-log.js';
import type { ColumnTypes } from './column-types.js';
import type { LooseCells } from './loose-cell.js';
import type { Piece } from './row-pieces.js';

/** A row of a table, split into pieces. */
export interface RowText {
  readonly line: SourceLine;
  readonly pieces: readonly Piece[];
  /** Where the pieces begin on the line. */
  readonly offset: number;
}

/** Makes as many cells of a row as the table has columns, or gives up. */
export class RowFitter {
  constructor(
    private readonly columns: readonly Field[],
    private readonly types: ColumnTypes,
    private readonly cells: LooseCells,
    private readonly log: IssueLog,
  ) {}

  /** The cells of a row with as many pieces as there are columns. */
  whole(row: RowText): Cell[] {
    return row.pieces.map((piece, column) => this.cell(row, piece, column));
  }

  /** The cells of a row with more or fewer pieces. The missing ones are left out at the end. */
  other(row: RowText): Cell[] {
    return row.pieces.length < this.columns.length ? this.short(row) : this.long(row);
  }

  private cell(row: RowText, piece: Piece, column: number): Cell {
    const offset = row.offset + piece.start;
    if (piece.unterminated) return this.cells.unterminated(piece.text, row.line, offset);
    return this.cells.read(piece.text, row.line, offset, this.columns[column]);
  }

  private short(row: RowText): Cell[] {
    if (row.pieces.some((piece) => piece.unterminated)) {
      throw this.log.refuseAt('unterminated-string', row.line);
    }
    const cells = this.whole(row);
    // Without a whole row to compare with, nobody knows which cells are missing.
    const fits = cells.every((cell, column) => this.types.fits(cell, column));
    if (!fits || !this.types.areKnown) throw this.log.refuseAt('missing-cells', row.line);
    this.log.addAt('missing-cells', row.line);
    return cells;
  }

  private long(row: RowText): Cell[] {
    const { length } = this.columns;
    const last = row.pieces.at(-1)!;
    if (row.pieces.length === length + 1 && last.text === '') {
      this.log.addAt('trailing-comma', row.line, row.offset + last.start - 1);
      return this.whole({ ...row, pieces: row.pieces.slice(0, -1) });
    }
    const joined = this.columns.length === 1 ? this.joined([row.pieces], row) : this.bySpaces(row);
    if (joined === undefined) throw this.log.refuseAt('surplus-cells', row.line);
    this.log.addAt('surplus-cells', row.line);
    return joined;
  }

  /** `1,London, UK,120`: a comma before a space is one of a text, when the delimiters have none. */
  private bySpaces(row: RowText): Cell[] | undefined {
    const groups: Piece[][] = [];
    for (const piece of row.pieces) {
      if (piece.spaced && groups.length > 0) groups.at(-1)!.push(piece);
      else groups.push([piece]);
    }
    return groups.length === this.columns.length ? this.joined(groups, row) : undefined;
  }

  private joined(groups: readonly (readonly Piece[])[], row: RowText): Cell[] | undefined {
    const areTexts = groups.every((group) => group.length === 1 || group.every(isText));
    if (!areTexts) return undefined;
    const cells = groups.map((group, column) =>
      group.length === 1 ? this.cell(row, group[0]!, column) : textOf(group, row),
    );
    return cells.every((cell, column) => this.types.fits(cell, column)) ? cells : undefined;
  }
}

/** Whether a piece is plain text: no number, literal, quotes or brackets. */
function isText({ text }: Piece): boolean {
  return text !== '' && !/^["'“„[{(]/.test(text) && typeof parseBareScalar(text) === 'string';
}

function textOf(group: readonly Piece[], row: RowText): string {
  const last = group.at(-1)!;
  const content = row.line.content.slice(row.offset);
  return content.slice(group[0]!.start, last.start + last.text.length);
}
