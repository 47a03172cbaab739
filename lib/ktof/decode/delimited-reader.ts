import { CellReader } from './cell-reader.js';
import type { DecodeScope } from './decode-scope.js';
import { FieldListParser } from './field-list.js';
import { RowReader } from './row-reader.js';
import type { SourceLine } from './source-line.js';

/** The columns that a header declares. */
export interface TableColumns {
  /** Reads the rows below the header. */
  readonly rows: RowReader;
  /** How many characters the field list has. */
  readonly length: number;
}

/** How many field lists are kept: enough for the few that come again and again in a document. */
const KEPT_LISTS = 16;

/**
 * Reads the field lists and the cells that one delimiter separates.
 *
 * The same list often comes again, as with the items of each order: it is parsed once. What a list
 * says depends on its text and the delimiter alone; a bad one is never kept.
 */
export class DelimitedReader {
  readonly cells: CellReader;
  private readonly kept = new Map<string, TableColumns>();

  constructor(
    private readonly delimiter: string,
    private readonly scope: DecodeScope,
  ) {
    this.cells = new CellReader(delimiter, scope);
  }

  /** Reads the field list whose opening brace stands at `start`. */
  columns(line: SourceLine, start: number): TableColumns {
    const text = line.content.slice(start);
    const known = this.kept.get(text);
    if (known) return known;
    const columns = this.parse(line, start);
    if (this.kept.size >= KEPT_LISTS) this.kept.clear();
    this.kept.set(text, columns);
    return columns;
  }

  private parse(line: SourceLine, start: number): TableColumns {
    const parser = new FieldListParser(line, this.delimiter, this.scope.strict);
    const fields = parser.parse(start);
    return { rows: new RowReader(fields, this.cells), length: parser.position - start };
  }
}
