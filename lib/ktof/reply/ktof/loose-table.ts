import { KaizenFormatError } from '../../../errors/format.error.js';
import type { Cell } from '../../decode/cell-reader.js';
import type { Field } from '../../decode/field-list.js';
import { RowBuilder, cellFields } from '../../decode/row-builder.js';
import type { SourceLine } from '../../decode/source-line.js';
import { type JsonObject, type JsonValue, setOwn } from '../../json-value.js';
import { ColumnTypes } from './column-types.js';
import type { TableHeader } from './loose-rows.js';
import { withoutCutRow } from './markdown-table.js';
import { RowArranger } from './row-arranger.js';
import { RowFitter, type RowText } from './row-fitter.js';
import type { TableTools } from './table-tools.js';

/** Reads the rows of one table, whatever they are separated by. */
export class LooseTable {
  constructor(
    private readonly header: TableHeader,
    private readonly tools: TableTools,
  ) {}

  /** The objects of the rows, or the object of the entries of a keyed table. */
  read(lines: readonly SourceLine[]): { value: JsonValue; count: number } {
    const arranger = new RowArranger(this.header, this.tools.log);
    const { rows, fields } = arranger.arrange(withoutCutRow(lines, this.tools));
    const objects = this.objects(rows, fields);
    if (!this.header.keyed) return { value: objects, count: objects.length };
    const entries: JsonObject = {};
    objects.forEach((object, index) => setOwn(entries, arranger.keys[index]!, object));
    if (Object.keys(entries).length < objects.length) {
      throw this.tools.log.refuseAt('duplicate-key', lines[0]!);
    }
    return { value: entries, count: objects.length };
  }

  private objects(rows: readonly RowText[], fields: readonly Field[]): JsonObject[] {
    const columns = cellFields(fields);
    const types = new ColumnTypes(columns.length);
    const fitter = new RowFitter(columns, types, this.tools.cells, this.tools.log);
    const isWhole = (row: RowText) => row.pieces.length === columns.length;
    const whole = rows.map((row) =>
      isWhole(row) ? this.orCut(row, () => fitter.whole(row)) : undefined,
    );
    whole.forEach((cells) => cells && types.learn(cells));
    const cells = rows.map((row, index) =>
      isWhole(row)
        ? whole[index]
        : this.orCut(row, () => this.otherCells(row, fitter, columns.length)),
    );
    return cells.flatMap((row, index) => (row ? [this.object(row, rows[index]!, fields)] : []));
  }

  /** A last row with too few cells is cut off rather than incomplete. */
  private otherCells(row: RowText, fitter: RowFitter, width: number): Cell[] {
    const isCut = row.pieces.length < width && this.tools.mayBeCut(row.line);
    if (isCut) throw this.tools.log.refuseAt('unfinished-row', row.line);
    return fitter.other(row);
  }

  /** The cells of a row, or undefined for a last row that is cut off. */
  private orCut(row: RowText, read: () => Cell[]): Cell[] | undefined {
    const { log, mayBeCut } = this.tools;
    try {
      const cells = read();
      if (row.pieces.some((piece) => piece.unterminated) && mayBeCut(row.line))
        log.truncated = true;
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
}

function allOptional(fields: readonly Field[]): Field[] {
  return fields.map((field) => ({ ...field, optional: true, fields: allOptional(field.fields) }));
}
