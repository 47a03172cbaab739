import { type JsonObject, setOwn } from '../json-value.js';
import { BRACE_OPEN, BRACKET_OPEN, PAREN_OPEN, skipSpaces } from '../syntax/characters.js';
import { type Cell, CellReader } from './cell-reader.js';
import { type DecodeScope, wrongCount } from './decode-scope.js';
import { type Field } from './field-list.js';
import { type ArrayHeader } from './header.js';
import { readKey } from './key.js';
import { indexOfUnquoted } from './quoted.js';
import { RowBuilder, cellFields } from './row-builder.js';
import { type SourceLine } from './source-line.js';

/** A header with a field list, and the line that it stands on. */
export interface TableHeader extends ArrayHeader {
  readonly fields: readonly Field[];
  readonly line: SourceLine;
  /** The level of the header's line. */
  readonly base: number;
}

/** Reads the rows below one table header. */
export class TableReader {
  private readonly cells: Cell[] = [];
  private readonly reader: CellReader;
  private readonly builder: RowBuilder;
  private readonly columns: readonly Field[];

  constructor(
    private readonly scope: DecodeScope,
    private readonly header: TableHeader,
  ) {
    this.reader = new CellReader(header.delimiter, scope);
    this.builder = new RowBuilder(header.fields);
    this.columns = cellFields(header.fields);
  }

  /** Reads a table: one object per line. */
  rows(): JsonObject[] {
    const rows: JsonObject[] = [];
    const { lines } = this.scope;
    lines.tabsAreCells = this.header.delimiter === '\t' && mayBeEmpty(this.header.fields);
    const isRow = (line: SourceLine) => this.isRow(line);
    this.scope.entries(this.header, isRow, (line) => rows.push(this.row(line, 0)));
    lines.tabsAreCells = false;
    return rows;
  }

  /** Reads a keyed table: one `key: cells` line per entry. */
  keyed(): JsonObject {
    const entries: JsonObject = {};
    const read = (line: SourceLine) => {
      const { key, end } = readKey(line);
      if (this.scope.strict && Object.hasOwn(entries, key))
        throw line.error(0, 'A key twice', 'each key once');
      setOwn(entries, key, this.row(line, skipSpaces(line.content, end)));
    };
    this.scope.entries(this.header, () => true, read);
    return entries;
  }

  private row(line: SourceLine, start: number): JsonObject {
    return this.scope.nested(line, () => this.rowObject(line, start));
  }

  private rowObject(line: SourceLine, start: number): JsonObject {
    const isEmpty = start >= line.content.length;
    const count = isEmpty ? 0 : this.reader.row(line, start, this.cells, this.columns);
    if (count !== this.columns.length) throw wrongCount(line, start, this.columns.length, count);
    return this.builder.build(this.cells);
  }

  /** A row has no colon before its first delimiter, save inside brackets. */
  private isRow({ content }: SourceLine): boolean {
    if (!content.includes(':')) return true;
    const first = content.charCodeAt(0);
    const isTuple = first === PAREN_OPEN && this.columns[0]?.shape === 'tuple';
    if (first === BRACKET_OPEN || first === BRACE_OPEN || isTuple) return true;
    const colon = indexOfUnquoted(content, ':', 0);
    const delimiter = indexOfUnquoted(content, this.header.delimiter, 0);
    return colon < 0 || (delimiter >= 0 && delimiter < colon);
  }
}

/** Whether the first cell of a row can be empty. */
function mayBeEmpty([first]: readonly Field[]): boolean {
  return first !== undefined && (first.optional || mayBeEmpty(first.fields));
}
