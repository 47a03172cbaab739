import { type JsonArray, type JsonObject, isObject } from '../json-value.js';
import { encodeKey } from '../syntax/quoting.js';
import { type BracketsMeter } from './brackets-meter.js';
import { type Column, type ColumnShape, isInheritedKey } from './column.js';
import { type Gathered, type TextMeasure, gather } from './gather-columns.js';
import { type ColumnOrder } from './order-columns.js';
import {
  jsonKeyBytes,
  stringSaving,
  stringSavingBesideTuples,
  stringSavingInBrackets,
} from './savings.js';

/** How deep tuples may nest in one cell: a reader loses track of more. */
const MAX_TUPLE_NESTING = 3;

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

interface ColumnPlan extends Omit<ColumnsPlan, 'columns'> {
  readonly column: Column;
}

/** Finds the columns that save most. */
export class ColumnPlanner {
  private readonly inCells: TextMeasure;
  private readonly inBrackets: TextMeasure;

  constructor(
    delimiter: number,
    private readonly meter: BracketsMeter,
    private readonly order: ColumnOrder,
  ) {
    this.inCells = {
      plain: (text) => stringSaving(text, delimiter),
      besideTuples: (text) => stringSavingBesideTuples(text, delimiter),
    };
    this.inBrackets = { plain: stringSavingInBrackets, besideTuples: stringSavingInBrackets };
  }

  /** The columns of table rows. */
  rows(rows: readonly JsonObject[]): ColumnsPlan {
    return this.plan(rows, 0);
  }

  /** @param nesting How many parentheses are around the cells. */
  private plan(rows: readonly JsonObject[], nesting: number): ColumnsPlan {
    const gathered = this.order(gather(rows, nesting > 0 ? this.inBrackets : this.inCells));
    const plans = gathered.map((one) => this.column(one, rows.length, nesting));
    // Each JSON row has its braces, and a comma less than keys.
    let saving = 2 * rows.length;
    for (const row of rows) saving += Math.max(0, countKeys(row) - 1);
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

  private column(gathered: Gathered, rows: number, nesting: number): ColumnPlan {
    const { key, count, containers } = gathered;
    const label = encodeKey(key);
    const optional = count < rows;
    const base = { key, label, optional, inherited: isInheritedKey(key) };
    const keyBytes = count * jsonKeyBytes(key);
    const labelBytes = Buffer.byteLength(label) + (optional ? 1 : 0);
    const make = (shape: ColumnShape, saving: number, sub?: ColumnsPlan): ColumnPlan => ({
      column: { ...base, shape, fields: sub?.columns ?? [] },
      cells: shape === 'group' ? sub!.cells : 1,
      filled: shape === 'group' ? sub!.filled : count,
      holdsJson: sub ? sub.holdsJson : containers.some((value) => !this.meter.isBareList(value)),
      headerBytes: labelBytes + (sub ? sub.headerBytes + (shape === 'tuples' ? 4 : 2) : 0),
      saving: keyBytes + saving,
    });
    const plain = make('value', gathered.textSaving.plain + this.bracketsSaving(containers));
    return containers.length > 0 ? this.best(plain, gathered, rows, nesting, make) : plain;
  }

  private best(
    plain: ColumnPlan,
    gathered: Gathered,
    rows: number,
    nesting: number,
    make: (shape: ColumnShape, saving: number, sub?: ColumnsPlan) => ColumnPlan,
  ): ColumnPlan {
    const group = this.group(gathered, nesting);
    if (group && !isSparse(group, gathered, rows)) return make('group', group.saving, group);
    const candidates = [plain];
    if (group) candidates.push(make('group', group.saving, group));
    const tuple = this.tuple(gathered, nesting);
    if (tuple) candidates.push(make(tuple.shape, tuple.saving, tuple.sub));
    return candidates.reduce((best, next) => (net(next, rows) > net(best, rows) ? next : best));
  }

  /** An object per row, spread over cells of its own; every one must hold something. */
  private group({ count, containers }: Gathered, nesting: number): ColumnsPlan | undefined {
    if (nesting > 0 || containers.length < count || !containers.every(isObject)) return undefined;
    return containers.every((value) => countKeys(value) > 0)
      ? this.plan(containers, nesting)
      : undefined;
  }

  /** An object, or a list of objects, per cell. */
  private tuple(
    { containers, textSaving }: Gathered,
    nesting: number,
  ): { shape: ColumnShape; saving: number; sub: ColumnsPlan } | undefined {
    if (nesting >= MAX_TUPLE_NESTING) return undefined;
    const shape = containers.some(isObject) ? 'tuple' : 'tuples';
    const objects = shape === 'tuple' ? containers.filter(isObject) : objectsInLists(containers);
    if (!objects || objects.length === 0) return undefined;
    const sub = this.plan(objects, nesting + 1);
    if (sub.columns.length === 0) return undefined;
    // Parentheses, and a comma less than slots.
    const marks = objects.length * (1 + sub.columns.length);
    const others =
      shape === 'tuples'
        ? textSaving.plain
        : textSaving.besideTuples + this.bracketsSaving(containers.filter(Array.isArray));
    return { shape, sub, saving: sub.saving - marks + others };
  }

  /** What cells in brackets save. */
  private bracketsSaving(containers: readonly (JsonArray | JsonObject)[]): number {
    let saving = 0;
    for (const container of containers) saving += this.meter.saving(container);
    return saving;
  }
}

function holdsJson(plan: ColumnPlan): boolean {
  return plan.holdsJson;
}

/** What a column is worth: its cells' savings less its part of the header and its separators. */
function net({ saving, headerBytes, cells }: ColumnPlan, rows: number): number {
  return saving - headerBytes - rows * (cells - 1);
}

function isSparse(group: ColumnsPlan, { count }: Gathered, rows: number): boolean {
  return count < rows || group.columns.some((column) => column.optional);
}

/** The objects of lists that hold objects only; undefined when one holds anything else. */
function objectsInLists(values: readonly (JsonArray | JsonObject)[]): JsonObject[] | undefined {
  const objects: JsonObject[] = [];
  for (const value of values) {
    if (!Array.isArray(value)) continue;
    if (!value.every(isObject)) return undefined;
    for (const item of value) objects.push(item);
  }
  return objects;
}

function countKeys(row: JsonObject): number {
  return Object.keys(row).length;
}
