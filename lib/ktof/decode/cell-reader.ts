import type { JsonPrimitive, JsonValue } from '../json-value.js';
import {
  BRACE_OPEN,
  BRACKET_OPEN,
  PAREN_OPEN,
  QUOTE,
  SPACE,
  skipSpaces,
} from '../syntax/characters.js';
import { parseBareScalar } from '../syntax/scalars.js';
import { BracketParser } from './bracket-parser.js';
import type { DecodeScope } from './decode-scope.js';
import type { Field } from './field-list.js';
import { indexOfUnquoted, readQuoted } from './quoted.js';
import { KaizenFormatError } from '../../errors/format.error.js';
import type { SourceLine } from './source-line.js';

/** A cell's value; undefined for an empty cell. */
export type Cell = JsonValue | undefined;

/** Reads delimited cells, and single values as they stand behind `key: `. */
export class CellReader {
  /** Where reading goes on. */
  private position = 0;
  private hasQuotes = false;
  /** True once brackets of the line were not what they seem: trying each again would take forever. */
  private bracketsAreText = false;

  /** @param delimiter What ends a cell; empty for single values, which only the line's end ends. */
  constructor(
    readonly delimiter: string,
    private readonly scope: DecodeScope,
  ) {}

  /** Reads all cells from `start` to the line's end into `cells`, and returns how many there are. */
  row(line: SourceLine, start: number, cells: Cell[], fields?: readonly Field[]): number {
    const { content } = line;
    this.begin(content, start);
    let count = 0;
    for (;;) {
      cells[count] = this.cell(line, fields?.[count]);
      count++;
      if (this.position >= content.length) return count;
      this.position++;
    }
  }

  /** Reads one value from `start` to the line's end. An empty one is the empty string. */
  value(line: SourceLine, start: number): JsonValue {
    this.begin(line.content, start);
    return orEmptyText(this.cell(line, undefined));
  }

  private begin(content: string, start: number): void {
    this.position = start;
    this.hasQuotes = content.includes('"', start);
    this.bracketsAreText = false;
  }

  private cell(line: SourceLine, field: Field | undefined): Cell {
    const { content } = line;
    this.position = skipSpaces(content, this.position);
    const code = content.charCodeAt(this.position);
    if (code === QUOTE) return this.quotedCell(line);
    const isTuple = code === PAREN_OPEN && field?.shape === 'tuple';
    const isBracket = code === BRACKET_OPEN || code === BRACE_OPEN || isTuple;
    if (isBracket && !this.bracketsAreText) return this.bracketCell(line, field);
    return this.bareCell(content);
  }

  private bareCell(content: string): JsonPrimitive | undefined {
    const start = this.position;
    const end = this.cellEnd(content);
    this.position = end;
    let last = end;
    while (last > start && content.charCodeAt(last - 1) === SPACE) last--;
    return last === start ? undefined : parseBareScalar(content.slice(start, last));
  }

  /** Where the cell ends. A quote inside a bare cell hides delimiters, as in TOON 4. */
  private cellEnd(content: string): number {
    if (this.delimiter === '') return content.length;
    const end = content.indexOf(this.delimiter, this.position);
    const cellEnd = end < 0 ? content.length : end;
    if (!this.hasQuotes || !content.slice(this.position, cellEnd).includes('"')) return cellEnd;
    const unquoted = indexOfUnquoted(content, this.delimiter, this.position);
    return unquoted < 0 ? content.length : unquoted;
  }

  private quotedCell(line: SourceLine): string {
    const { value, end } = readQuoted(line, this.position);
    this.position = end;
    this.expectEnd(line, 'Text behind a closing quote');
    return value;
  }

  private bracketCell(line: SourceLine, field: Field | undefined): JsonValue | undefined {
    const start = this.position;
    try {
      const parser = new BracketParser(line, start, this.scope.levels);
      const value = parser.value(field);
      this.position = parser.position;
      this.expectEnd(line, 'Text behind a closing bracket');
      return value;
    } catch (error) {
      if (this.scope.strict || !(error instanceof KaizenFormatError)) throw error;
      this.position = start;
      this.bracketsAreText = true;
      return this.bareCell(line.content);
    }
  }

  private expectEnd(line: SourceLine, reason: string): void {
    const { content } = line;
    this.position = skipSpaces(content, this.position);
    if (this.position >= content.length) return;
    if (this.delimiter !== '' && content.startsWith(this.delimiter, this.position)) return;
    throw line.error(
      this.position,
      reason,
      this.delimiter === '' ? 'the end of the line' : 'a delimiter',
    );
  }
}

/** An empty cell that is not in an optional column is the empty string. */
export function orEmptyText(cell: Cell): JsonValue {
  return cell === undefined ? '' : cell;
}
