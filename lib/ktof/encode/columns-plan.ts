import { encodeKey } from '../syntax/quoting.js';
import { type Column, type ColumnShape, NO_FIELDS, isInheritedKey } from './column.js';
import type { Gathered } from './gather-columns.js';
import { jsonKeyBytes } from './savings.js';

/** Columns that hold some rows, and what that saves. */
export interface ColumnsPlan {
  readonly columns: readonly Column[];
  /** Cells of a row. */
  readonly cells: number;
  /** Bytes of the field list, without its braces. */
  readonly headerBytes: number;
  /** Bytes that the rows save against JSON objects, without separators between cells. */
  readonly saving: number;
  /** Cells of all rows that are not empty. */
  readonly filled: number;
  /** True when cells hold JSON, which lines of their own could make smaller. */
  readonly holdsJson: boolean;
}

/** One of them. */
export interface ColumnPlan extends Omit<ColumnsPlan, 'columns'> {
  readonly column: Column;
}

/** Cells that are written in brackets. */
export interface InBrackets {
  readonly saving: number;
  /** Whether one of them is JSON. */
  readonly holdsJson: boolean;
}

/** When there are none. */
export const NO_BRACKETS: InBrackets = { saving: 0, holdsJson: false };

/** A column whose shape is still to be chosen. */
export class ColumnDraft {
  private readonly label: string;
  private readonly optional: boolean;
  private readonly keyBytes: number;
  private readonly labelBytes: number;

  constructor(
    readonly gathered: Gathered,
    /** How many rows there are. */
    readonly rows: number,
  ) {
    const { key, count } = gathered;
    this.label = encodeKey(key);
    this.optional = count < rows;
    this.keyBytes = count * jsonKeyBytes(key);
    this.labelBytes = Buffer.byteLength(this.label) + (this.optional ? 1 : 0);
  }

  /** A value per cell. */
  plain({ saving, holdsJson }: InBrackets): ColumnPlan {
    const { count, textSaving } = this.gathered;
    return {
      column: this.column('value', NO_FIELDS),
      cells: 1,
      filled: count,
      holdsJson,
      headerBytes: this.labelBytes,
      saving: this.keyBytes + textSaving.plain + saving,
    };
  }

  /** An object, or several, per cell or spread over cells. */
  spread(shape: ColumnShape, sub: ColumnsPlan, otherSaving = 0): ColumnPlan {
    const isGroup = shape === 'group';
    return {
      column: this.column(shape, sub.columns),
      cells: isGroup ? sub.cells : 1,
      filled: isGroup ? sub.filled : this.gathered.count,
      holdsJson: sub.holdsJson,
      headerBytes: this.labelBytes + sub.headerBytes + (shape === 'tuples' ? 4 : 2),
      saving: this.keyBytes + sub.saving + otherSaving,
    };
  }

  private column(shape: ColumnShape, fields: readonly Column[]): Column {
    const { label, optional } = this;
    const { key } = this.gathered;
    return { key, label, shape, optional, fields, inherited: isInheritedKey(key) };
  }
}

/** All columns together. */
export function joined(plans: readonly ColumnPlan[], rowsSaving: number): ColumnsPlan {
  let saving = rowsSaving;
  let cells = 0;
  let filled = 0;
  let headerBytes = Math.max(0, plans.length - 1);
  for (const plan of plans) {
    saving += plan.saving;
    cells += plan.cells;
    filled += plan.filled;
    headerBytes += plan.headerBytes;
  }
  const columns = plans.map((plan) => plan.column);
  return { columns, cells, headerBytes, saving, filled, holdsJson: plans.some(holdsJson) };
}

function holdsJson(plan: ColumnPlan): boolean {
  return plan.holdsJson;
}
