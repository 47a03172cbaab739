import type { Field } from '../../decode/field-list.js';
import { readKey } from '../../decode/key.js';
import { cellFields } from '../../decode/row-builder.js';
import type { SourceLine } from '../../decode/source-line.js';
import type { IssueLog } from '../issue-log.js';
import type { TableHeader } from './loose-rows.js';
import { isPiped } from './markdown-table.js';
import { otherShapes } from './other-shapes.js';
import type { RowText } from './row-fitter.js';
import { isMarkdownRule, markdownPieces, rowPieces } from './row-pieces.js';

const DELIMITERS = [',', '|', '\t', ';'];

/** One way to see the rows of a table. */
export interface Arrangement {
  readonly rows: readonly RowText[];
  readonly fields: readonly Field[];
}

/** Finds out how the rows of a table are written. */
export class RowArranger {
  /** The keys of a keyed table, one per row. */
  readonly keys: string[] = [];

  constructor(
    private readonly header: TableHeader,
    private readonly log: IssueLog,
  ) {}

  /** The rows in pieces, by the delimiter and the shape of the columns that fit them best. */
  arrange(lines: readonly SourceLine[]): Arrangement {
    if (lines.every(isPiped)) {
      return { rows: this.markdownRows(lines), fields: this.header.fields };
    }
    const best = this.bestArrangement(lines);
    this.noteChoice(best, lines[0]!);
    return { ...best, rows: this.withoutNames(best.rows, best.fields) };
  }

  private bestArrangement(lines: readonly SourceLine[]): Arrangement & { delimiter: string } {
    const starts = lines.map((line) => this.startOf(line));
    const shapes = [this.header.fields, ...otherShapes(this.header.fields)];
    const tried: (Arrangement & { delimiter: string })[] = [];
    for (const delimiter of this.delimiters()) {
      const rows = lines.map((line, index) => rowFrom(line, starts[index]!, delimiter));
      for (const fields of shapes) {
        const arrangement = { rows, fields, delimiter };
        if (fitting(arrangement) === rows.length) return arrangement;
        tried.push(arrangement);
      }
    }
    const fitsMost = (choice: Arrangement) => fitting(choice) * 2 >= lines.length;
    return tried.find(fitsMost) ?? tried[0]!;
  }

  private delimiters(): string[] {
    const [declared] = this.header.delimiters;
    const isOneColumn = cellFields(this.header.fields).length === 1;
    return isOneColumn ? [declared!] : [...new Set([...this.header.delimiters, ...DELIMITERS])];
  }

  private noteChoice(
    { delimiter, fields }: Arrangement & { delimiter: string },
    line: SourceLine,
  ): void {
    const { delimiters } = this.header;
    const isDeclared = delimiters.length === 1 && delimiter === delimiters[0];
    if (!isDeclared) this.log.addAt('delimiter', line);
    if (fields !== this.header.fields) this.log.addAt('tuple', line);
  }

  private startOf(line: SourceLine): number {
    if (!this.header.keyed) return this.rowStart(line);
    const { key, end } = readKey(line);
    this.keys.push(key);
    return end;
  }

  /**
   * `09:14,info` is a text that should have been quoted. `web: 10.0.0.1,80` may be the entry of a keyed
   * table whose header lacks its mark, and `id:1,name:Ada` repeats the names of the columns.
   */
  private rowStart(line: SourceLine): number {
    const word = /^([\w.-]+):( ?)/.exec(line.content);
    if (!word) return 0;
    const isColumn = this.header.fields.some((field) => field.name === word[1]);
    if (word[2] !== '' || isColumn) throw this.log.refuseAt('unquoted-cell', line);
    this.log.addAt('unquoted-cell', line);
    return 0;
  }

  private markdownRows(lines: readonly SourceLine[]): RowText[] {
    this.log.addAt('markdown-table', lines[0]!);
    const rows = lines.filter(({ content }) => !isMarkdownRule(content));
    const hasRule = rows.length < lines.length;
    const split = rows.map((line) => ({ line, pieces: markdownPieces(line.content), offset: 0 }));
    return hasRule && this.isNames(split[0], this.header.fields) ? split.slice(1) : split;
  }

  private withoutNames(rows: readonly RowText[], fields: readonly Field[]): readonly RowText[] {
    if (this.header.keyed || !this.isNames(rows[0], fields)) return rows;
    this.log.addAt('header-row', rows[0]!.line);
    return rows.slice(1);
  }

  private isNames(row: RowText | undefined, fields: readonly Field[]): boolean {
    const names = cellFields(fields).map((field) => field.name);
    const isLong = row?.pieces.length === names.length && names.length > 1;
    return isLong && row.pieces.every((piece, column) => piece.text === names[column]);
  }
}

function rowFrom(line: SourceLine, offset: number, delimiter: string): RowText {
  return { line, pieces: rowPieces(line.content.slice(offset), delimiter), offset };
}

/** How many rows have as many pieces as there are columns. */
function fitting({ rows, fields }: Arrangement): number {
  const width = cellFields(fields).length;
  return rows.filter((row) => row.pieces.length === width).length;
}
