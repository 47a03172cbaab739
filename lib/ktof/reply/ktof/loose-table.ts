import { KaizenFormatError } from '../../../errors/format.error.js';
import { type Cell } from '../../decode/cell-reader.js';
import { type Field } from '../../decode/field-list.js';
import { readKey } from '../../decode/key.js';
import { RowBuilder, cellFields } from '../../decode/row-builder.js';
import { type SourceLine } from '../../decode/source-line.js';
import { type JsonObject, type JsonValue, setOwn } from '../../json-value.js';
import { type IssueLog } from '../issue-log.js';
import { ColumnTypes } from './column-types.js';
import { type LooseCells } from './loose-cell.js';
import { type LooseHeader } from './loose-header.js';
import { RowFitter, type RowText } from './row-fitter.js';
import { isMarkdownRule, markdownPieces, rowPieces } from './row-pieces.js';
import { otherShapes } from './other-shapes.js';

/** What a table is read with. */
export interface TableTools {
  readonly cells: LooseCells;
  readonly log: IssueLog;
  /** Whether a line may be cut off: it is the last one of a text that ends too early. */
  readonly mayBeCut: (line: SourceLine) => boolean;
}

const DELIMITERS = [',', '|', '\t', ';'];

/** Reads the rows of one table, whatever they are separated by. */
export class LooseTable {
  private readonly keys: string[] = [];

  constructor(
    private readonly header: LooseHeader & { readonly fields: readonly Field[] },
    private readonly tools: TableTools,
  ) {}

  /** The objects of the rows, or the object of the entries of a keyed table. */
  read(lines: readonly SourceLine[]): { value: JsonValue; count: number } {
    const { rows, fields } = this.arranged(lines);
    const objects = this.objects(rows, fields);
    if (!this.header.keyed) return { value: objects, count: objects.length };
    const entries: JsonObject = {};
    objects.forEach((object, index) => setOwn(entries, this.keys[index]!, object));
    if (Object.keys(entries).length < objects.length) throw this.refuse('duplicate-key', lines);
    return { value: entries, count: objects.length };
  }

  /** The rows in pieces, by the delimiter and the shape of the columns that fit them best. */
  private arranged(lines: readonly SourceLine[]): { rows: RowText[]; fields: readonly Field[] } {
    if (lines.every(({ content }) => content.startsWith('|') && content.endsWith('|'))) {
      return { rows: this.markdownRows(lines), fields: this.header.fields };
    }
    const starts = lines.map((line) => this.startOf(line));
    const choices = this.delimiters().flatMap((delimiter) => {
      const rows = lines.map((line, index) => rowFrom(line, starts[index]!, delimiter));
      const shapes = [this.header.fields, ...otherShapes(this.header.fields)];
      return shapes.map((fields) => ({ rows, fields, delimiter }));
    });
    const best = choices.find(fitsAll) ?? choices.find(fitsMost) ?? choices[0]!;
    this.noteChoice(best.delimiter, best.fields, lines);
    return { ...best, rows: this.withoutAdornment(best.rows, best.fields) };
  }

  private delimiters(): string[] {
    const [declared] = this.header.delimiters;
    const isOneColumn = cellFields(this.header.fields).length === 1;
    return isOneColumn ? [declared!] : [...new Set([...this.header.delimiters, ...DELIMITERS])];
  }

  private noteChoice(delimiter: string, fields: readonly Field[], lines: readonly SourceLine[]): void {
    const { delimiters } = this.header;
    const isDeclared = delimiters.length === 1 && delimiter === delimiters[0];
    if (!isDeclared) this.tools.log.addAt('delimiter', lines[0]!);
    if (fields !== this.header.fields) this.tools.log.addAt('tuple', lines[0]!);
  }

  private startOf(line: SourceLine): number {
    if (!this.header.keyed) return this.rowStart(line);
    const { key, end } = readKey(line);
    this.keys.push(key);
    return end;
  }

  /** `web: 10.0.0.1,80` may be the entry of a keyed table whose header lacks its mark. */
  private rowStart(line: SourceLine): number {
    if (/^[\w.-]+: /.test(line.content)) throw this.refuse('unquoted-cell', [line]);
    if (/^[\w.-]+:/.test(line.content)) this.tools.log.addAt('unquoted-cell', line);
    return 0;
  }

  private markdownRows(lines: readonly SourceLine[]): RowText[] {
    this.tools.log.addAt('markdown-table', lines[0]!);
    const rows = lines.filter(({ content }) => !isMarkdownRule(content));
    const hasRule = rows.length < lines.length;
    const split = rows.map((line) => ({ line, pieces: markdownPieces(line.content), offset: 0 }));
    return hasRule && this.isNames(split[0], this.header.fields) ? split.slice(1) : split;
  }

  /** Rows without the names of the columns repeated, and without numbers before them. */
  private withoutAdornment(rows: RowText[], fields: readonly Field[]): RowText[] {
    if (this.isNames(rows[0], fields)) {
      this.tools.log.addAt('header-row', rows[0]!.line);
      return rows.slice(1);
    }
    return rows;
  }

  private isNames(row: RowText | undefined, fields: readonly Field[]): boolean {
    const names = cellFields(fields).map((field) => field.name);
    const isLong = row?.pieces.length === names.length && names.length > 1;
    return isLong && row.pieces.every((piece, column) => piece.text === names[column]);
  }

  private objects(rows: readonly RowText[], fields: readonly Field[]): JsonObject[] {
    const columns = cellFields(fields);
    const types = new ColumnTypes(columns.length);
    const fitter = new RowFitter(columns, types, this.tools.cells, this.tools.log);
    const isWhole = (row: RowText) => row.pieces.length === columns.length;
    const whole = rows.map((row) => (isWhole(row) ? this.orCut(row, () => fitter.whole(row)) : undefined));
    whole.forEach((cells) => cells && types.learn(cells));
    const cells = rows.map((row, index) =>
      isWhole(row) ? whole[index] : this.orCut(row, () => this.otherCells(row, fitter, columns.length)),
    );
    return cells.flatMap((row, index) => (row ? [this.object(row, rows[index]!, fields)] : []));
  }

  /** A last row with too few cells is cut off rather than incomplete. */
  private otherCells(row: RowText, fitter: RowFitter, width: number): Cell[] {
    const isCut = row.pieces.length < width && this.tools.mayBeCut(row.line);
    if (isCut) throw this.refuse('unfinished-row', [row.line]);
    return fitter.other(row);
  }

  /** The cells of a row, or undefined for a last row that is cut off. */
  private orCut(row: RowText, read: () => Cell[]): Cell[] | undefined {
    const { log, mayBeCut } = this.tools;
    try {
      const cells = read();
      if (row.pieces.some((piece) => piece.unterminated) && mayBeCut(row.line)) log.truncated = true;
      return cells;
    } catch (error) {
      if (!(error instanceof KaizenFormatError) || !mayBeCut(row.line)) throw error;
      log.refusal = undefined;
      log.truncated = true;
      log.addAt('unfinished-row', row.line);
      return undefined;
    }
  }

  private object(cells: readonly Cell[], { line }: RowText, fields: readonly Field[]): JsonObject {
    const columns = cellFields(fields);
    const hasGap = columns.some((field, column) => cells[column] === undefined && !field.optional);
    if (!hasGap) return new RowBuilder(fields).build(cells);
    const isShort = cells.length < columns.length;
    if (!isShort) this.tools.log.addAt('empty-cell', line);
    return new RowBuilder(isShort ? allOptional(fields) : fields).build(cells);
  }

  private refuse(code: Parameters<IssueLog['refuseAt']>[0], [line]: readonly SourceLine[]) {
    return this.tools.log.refuseAt(code, line!);
  }
}

function rowFrom(line: SourceLine, offset: number, delimiter: string): RowText {
  return { line, pieces: rowPieces(line.content.slice(offset), delimiter), offset };
}

function fitsAll({ rows, fields }: { rows: readonly RowText[]; fields: readonly Field[] }): boolean {
  const width = cellFields(fields).length;
  return rows.every((row) => row.pieces.length === width);
}

function fitsMost({ rows, fields }: { rows: readonly RowText[]; fields: readonly Field[] }): boolean {
  const width = cellFields(fields).length;
  return rows.filter((row) => row.pieces.length === width).length * 2 >= rows.length;
}

function allOptional(fields: readonly Field[]): Field[] {
  return fields.map((field) => ({ ...field, optional: true, fields: allOptional(field.fields) }));
}
