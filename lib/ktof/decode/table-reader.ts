import { type JsonObject, setOwn } from '../json-value.js';
import { BRACE_OPEN, BRACKET_OPEN, PAREN_OPEN, skipSpaces } from '../syntax/characters.js';
import { ArrayEntries } from './array-entries.js';
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

/** Reads the rows below one table header, whose line has been taken. */
export class TableReader {
  private readonly cells: Cell[] = [];
  private readonly reader: CellReader;
  private readonly builder: RowBuilder;
  private readonly columns: readonly Field[];
  private readonly entries: ArrayEntries;

  constructor(
    private readonly scope: DecodeScope,
    private readonly header: TableHeader,
  ) {
    this.reader = new CellReader(header.delimiter, scope);
    this.builder = new RowBuilder(header.fields);
    this.columns = cellFields(header.fields);
    const accepts = header.keyed ? () => true : (line: SourceLine) => this.isRow(line);
    this.entries = new ArrayEntries(scope, header, accepts);
    // From the first line on that is looked at, which is the next one.
    scope.lines.tabsAreCells =
      !header.keyed && header.delimiter === '\t' && mayBeEmpty(header.fields);
  }

  /** Reads a table: one object per line. */
  rows(): JsonObject[] {
    const rows: JsonObject[] = [];
    for (let row = this.nextRow(); row; row = this.nextRow()) rows.push(row);
    return rows;
  }

  /** Reads the next row of a table; undefined at its end. */
  nextRow(): JsonObject | undefined {
    const line = this.entries.next();
    if (line) return this.row(line, 0);
    this.scope.lines.tabsAreCells = false;
    return undefined;
  }

  /** Reads a keyed table: one `key: cells` line per entry. */
  keyed(): JsonObject {
    const entries: JsonObject = {};
    while (this.nextEntry(entries) !== undefined);
    return entries;
  }

  /** Reads the next entry of a keyed table into `entries`, and gives its key; undefined at the end. */
  nextEntry(entries: JsonObject): string | undefined {
    const line = this.entries.next();
    if (line === undefined) return undefined;
    const { key, end } = readKey(line);
    if (this.scope.strict && Object.hasOwn(entries, key))
      throw line.error(0, 'A key twice', 'each key once');
    setOwn(entries, key, this.row(line, skipSpaces(line.content, end)));
    return key;
  }

  private row(line: SourceLine, start: number): JsonObject {
    this.scope.enter(line);
    const row = this.rowObject(line, start);
    this.scope.leave();
    return row;
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
