import { type JsonObject, setOwn } from '../json-value.js';
import { skipSpaces } from '../syntax/characters.js';
import { ArrayEntries, type EntriesHeader } from './array-entries.js';
import type { DecodeScope } from './decode-scope.js';
import { readKey } from './key.js';
import type { RowReader } from './row-reader.js';
import type { SourceLine } from './source-line.js';

/** The header of a table. */
export interface TableHeader extends EntriesHeader {
  /** True for an object of uniform objects, one row per entry. */
  readonly keyed: boolean;
  /** Reads what stands in its columns. */
  readonly rows: RowReader;
}

/** Reads the rows below one table header, whose line has been taken. */
export class TableReader {
  private readonly entries: ArrayEntries;
  private readonly reader: RowReader;

  constructor(
    private readonly scope: DecodeScope,
    header: TableHeader,
  ) {
    this.reader = header.rows;
    this.entries = new ArrayEntries(scope, header, header.keyed ? anyLine : this.reader.accepts);
    // From the first line on that is looked at, which is the next one.
    scope.lines.tabsAreCells = !header.keyed && this.reader.mayBeginWithTab;
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
    const row = this.reader.read(line, start);
    this.scope.leave();
    return row;
  }
}

function anyLine(): boolean {
  return true;
}
