import {
  type JsonArray,
  type JsonObject,
  type JsonValue,
  isContainer,
  isFilledObject,
} from '../json-value.js';
import { type ResolvedEncodeOptions } from '../encode-options.js';
import { BracketsMeter } from './brackets-meter.js';
import { ColumnPlanner, type ColumnsPlan } from './measured-columns.js';
import { orderBy } from './order-columns.js';
import { type Plan, type Planner, type Position, isPrimitiveList } from './plan.js';
import { keySaving, stringSaving } from './savings.js';

/** Chooses the form that takes the fewest bytes. Ties go to the form that reads better. */
export class MeasuredPlanner implements Planner {
  private readonly delimiter: number;
  private readonly indent: number;
  /** What a header has beside its digits: `[`, `]:`, a `#` and a delimiter that is no comma. */
  private readonly headerMarks: number;
  private readonly meter = new BracketsMeter();
  private readonly columns: ColumnPlanner;

  constructor({ delimiter, indent, lengthMarker, columns }: ResolvedEncodeOptions) {
    this.delimiter = delimiter.charCodeAt(0);
    this.indent = indent;
    this.headerMarks = 3 + (lengthMarker ? 1 : 0) + (delimiter === ',' ? 0 : 1);
    this.columns = new ColumnPlanner(this.delimiter, this.meter, orderBy(columns));
  }

  plan(container: JsonArray | JsonObject, depth: number, position: Position): Plan {
    return Array.isArray(container)
      ? this.array(container, depth, position)
      : this.object(container, depth, position);
  }

  private array(list: JsonArray, depth: number, position: Position): Plan {
    const brackets = this.brackets(list, position);
    if (list.length === 0) return brackets;
    if (isPrimitiveList(list)) return better(this.inline(list), brackets);
    const table =
      position !== 'item' && list.every(isFilledObject) ? this.table(list, depth) : undefined;
    if (table && table.dense && table.plan.saving > brackets.saving) return table.plan;
    const best = better(this.list(list, depth), brackets);
    return table ? better(table.plan, best) : best;
  }

  private object(object: JsonObject, depth: number, position: Position): Plan {
    const brackets = this.brackets(object, position);
    const values = Object.values(object);
    if (values.length === 0 && position === 'root') return brackets;
    const rows = position !== 'item' && values.length > 1 && values.every(isFilledObject);
    const table = rows ? this.keyedTable(object, values, depth) : undefined;
    if (table && table.dense && table.plan.saving > brackets.saving) return table.plan;
    const best = better(this.fields(object, depth, position), brackets);
    return table ? better(table.plan, best) : best;
  }

  private brackets(container: JsonArray | JsonObject, position: Position): Plan {
    return { form: 'brackets', saving: this.meter.saving(container) - leadBytes(position) };
  }

  private inline(list: JsonArray): Plan {
    let saving = 2 - this.headerBytes(list.length) - 1;
    for (const item of list) {
      if (typeof item === 'string') saving += stringSaving(item, this.delimiter);
    }
    return { form: 'inline', saving };
  }

  private table(rows: JsonObject[], depth: number): { plan: Plan; dense: boolean } {
    const plan = this.columns.rows(rows);
    const saving = this.rowsSaving(rows.length, plan, depth);
    return {
      plan: { form: 'table', columns: plan.columns, saving },
      dense: isDense(plan, rows.length),
    };
  }

  private keyedTable(
    entries: JsonObject,
    rows: JsonObject[],
    depth: number,
  ): { plan: Plan; dense: boolean } {
    const plan = this.columns.rows(rows);
    let saving = this.rowsSaving(rows.length, plan, depth) - 1;
    // Each entry has its key on both sides, and `: ` on ours.
    for (const key of Object.keys(entries)) saving += keySaving(key) - 2;
    return {
      plan: { form: 'keyed', columns: plan.columns, saving },
      dense: isDense(plan, rows.length),
    };
  }

  private rowsSaving(rows: number, plan: ColumnsPlan, depth: number): number {
    const header = this.headerBytes(rows) + 2 + plan.headerBytes;
    const perRow = this.lineBytes(depth + 1) + plan.cells - 1;
    return outerSaving(rows) - header + plan.saving - rows * perRow;
  }

  private list(list: JsonArray, depth: number): Plan {
    let saving = outerSaving(list.length) - this.headerBytes(list.length);
    saving -= list.length * (this.lineBytes(depth + 1) + 2);
    const parts: (Plan | undefined)[] = [];
    for (const item of list) {
      const part = isContainer(item) ? this.plan(item, depth + 1, 'item') : undefined;
      saving += part ? part.saving : this.primitiveSaving(item);
      parts.push(part);
    }
    return { form: 'list', parts, saving };
  }

  private fields(object: JsonObject, depth: number, position: Position): Plan {
    const keys = Object.keys(object);
    const inner = position === 'root' ? 0 : depth + 1;
    const parts: (Plan | undefined)[] = [];
    let saving = fieldsFrame(keys.length, position, this.lineBytes(inner));
    for (const key of keys) {
      const value = object[key]!;
      const part = isContainer(value) ? this.plan(value, inner, 'key') : undefined;
      saving += keySaving(key) + (part ? part.saving : this.primitiveSaving(value) - 2);
      parts.push(part);
    }
    return { form: 'fields', parts, saving };
  }

  private primitiveSaving(value: JsonValue): number {
    return typeof value === 'string' ? stringSaving(value, this.delimiter) : 0;
  }

  private headerBytes(length: number): number {
    return this.headerMarks + String(length).length;
  }

  /** A line break and the indent of a level. */
  private lineBytes(depth: number): number {
    return 1 + this.indent * depth;
  }
}

/**
 * True for mostly filled cells without JSON: writing each key in each row could not be smaller, for
 * a tuple takes fewer separators than a row of a nested table.
 */
function isDense(plan: ColumnsPlan, rows: number): boolean {
  return !plan.holdsJson && plan.filled * 4 >= rows * plan.cells;
}

/** The `: ` between a key and a value on its line. */
function leadBytes(position: Position): number {
  return position === 'key' ? 2 : 0;
}

/** The outer brackets of JSON, and its commas between entries. */
function outerSaving(entries: number): number {
  return 2 + Math.max(0, entries - 1);
}

/** Line breaks and the `:` after the key, against braces and commas. An empty item loses a space. */
function fieldsFrame(keys: number, position: Position, lineBytes: number): number {
  if (keys === 0) return 2 + (position === 'key' ? -1 : 1);
  const breaks = position === 'key' ? keys : keys - 1;
  return outerSaving(keys) - breaks * lineBytes - (position === 'key' ? 1 : 0);
}

function better(first: Plan, second: Plan): Plan {
  return second.saving > first.saving ? second : first;
}
