import type { JsonObject } from '../json-value.js';
import { BRACE_OPEN, BRACKET_OPEN, PAREN_OPEN } from '../syntax/characters.js';
import type { Cell, CellReader } from './cell-reader.js';
import { wrongCount } from './decode-scope.js';
import type { Field } from './field-list.js';
import { indexOfUnquoted } from './quoted.js';
import { RowBuilder, cellFields } from './row-builder.js';
import type { SourceLine } from './source-line.js';

/** Reads the rows of all tables that declare the same columns, one row at a time. */
export class RowReader {
  /** True when a tab at the start of a row can be the end of an empty cell. */
  readonly mayBeginWithTab: boolean;
  private readonly columns: readonly Field[];
  private readonly builder: RowBuilder;
  /** The cells of the last row: kept, for there may be as many tables as rows. */
  private readonly cells: Cell[] = [];

  constructor(
    fields: readonly Field[],
    private readonly reader: CellReader,
  ) {
    this.columns = cellFields(fields);
    this.builder = new RowBuilder(fields);
    this.mayBeginWithTab = reader.delimiter === '\t' && mayBeEmpty(fields);
  }

  /** Reads the row that begins at `start`. */
  read(line: SourceLine, start: number): JsonObject {
    const { cells, columns } = this;
    const isEmpty = start >= line.content.length;
    const count = isEmpty ? 0 : this.reader.row(line, start, cells, columns);
    if (count !== columns.length) throw wrongCount(line, start, columns.length, count);
    return this.builder.build(cells);
  }

  /** Whether a line is a row: it has no colon before its first delimiter, save inside brackets. */
  readonly accepts = ({ content }: SourceLine): boolean => {
    if (!content.includes(':')) return true;
    const first = content.charCodeAt(0);
    const isTuple = first === PAREN_OPEN && this.columns[0]?.shape === 'tuple';
    if (first === BRACKET_OPEN || first === BRACE_OPEN || isTuple) return true;
    const delimiter = indexOfUnquoted(content, this.reader.delimiter, 0);
    const cell = delimiter < 0 ? content : content.slice(0, delimiter);
    return indexOfUnquoted(cell, ':', 0) < 0;
  };
}

/** Whether the first cell of a row can be empty. */
function mayBeEmpty([first]: readonly Field[]): boolean {
  return first !== undefined && (first.optional || mayBeEmpty(first.fields));
}
