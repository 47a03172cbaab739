import { BRACE_OPEN, BRACKET_OPEN, COLON } from '../syntax/characters.js';
import type { CellReader } from './cell-reader.js';
import type { DecodeScope } from './decode-scope.js';
import { DelimitedReader } from './delimited-reader.js';
import type { RowReader } from './row-reader.js';
import type { SourceLine } from './source-line.js';

/** An array header: `[2]`, `[#2]`, `[2|]`, `[2]{id,name}` or `[2:]{id,name}`, up to its colon. */
export interface ArrayHeader {
  readonly length: number;
  /** True for an object of uniform objects, one row per entry. */
  readonly keyed: boolean;
  /** Reads values that the header's delimiter separates. */
  readonly cells: CellReader;
  /** Reads the rows of a table; undefined when the header declares no fields. */
  readonly rows: RowReader | undefined;
  /** Where the text behind the colon begins. */
  readonly end: number;
}

const LENGTH = /#?(0|[1-9]\d*)(:?)([\t|]?)\]/y;
const HEADER_START = /^\[#?\d+:?[\t|]?\][:{]/;

/** Whether a text that begins with `[` is an array header, and not a list in brackets. */
export function looksLikeHeader(content: string): boolean {
  return content.charCodeAt(0) === BRACKET_OPEN && HEADER_START.test(content);
}

/** Reads the array headers of one document. */
export class HeaderReader {
  private readonly byDelimiter = new Map<string, DelimitedReader>();

  constructor(private readonly scope: DecodeScope) {}

  /** Reads the header whose `[` stands at `start`. */
  read(line: SourceLine, start: number): ArrayHeader {
    const { content } = line;
    LENGTH.lastIndex = start + 1;
    const match = LENGTH.exec(content);
    if (!match)
      throw line.error(start + 1, 'A bad array length', 'a count in brackets, such as [3]');
    const reader = this.delimited(match[3] === '' ? ',' : match[3]!);
    const keyed = match[2] === ':';
    const fields = LENGTH.lastIndex;
    const columns =
      content.charCodeAt(fields) === BRACE_OPEN ? reader.columns(line, fields) : undefined;
    if (keyed && !columns)
      throw line.error(fields, 'A keyed table without fields', 'a field list, such as {id,name}');
    const colon = fields + (columns?.length ?? 0);
    if (content.charCodeAt(colon) !== COLON)
      throw line.error(colon, 'A header without its colon', '":"');
    return {
      length: Number(match[1]),
      keyed,
      cells: reader.cells,
      rows: columns?.rows,
      end: colon + 1,
    };
  }

  private delimited(delimiter: string): DelimitedReader {
    let reader = this.byDelimiter.get(delimiter);
    if (!reader) {
      reader = new DelimitedReader(delimiter, this.scope);
      this.byDelimiter.set(delimiter, reader);
    }
    return reader;
  }
}
