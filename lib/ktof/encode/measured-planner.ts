import {
  type JsonArray,
  type JsonObject,
  type JsonValue,
  isContainer,
  isFilledObject,
} from '../json-value.js';
import type { ResolvedEncodeOptions } from '../encode-options.js';
import { isSmall } from './bracket-pieces.js';
import { BracketsMeter } from './brackets-meter.js';
import type { ColumnsPlan } from './columns-plan.js';
import { EntriesDraft, outerSaving } from './entries-draft.js';
import { LineMeter } from './line-meter.js';
import { ColumnPlanner } from './measured-columns.js';
import { orderBy } from './order-columns.js';
import type { Plan, Planner, Position } from './plan.js';
import { keySaving } from './savings.js';
import { Beat, type Steps, everyInSteps, finish } from './steps.js';

interface Table {
  readonly plan: Plan;
  readonly isDense: boolean;
}

/** Chooses the form that takes the fewest bytes. Ties go to the form that reads better. */
export class MeasuredPlanner implements Planner {
  private readonly lines: LineMeter;
  private readonly meter = new BracketsMeter();
  private readonly columns: ColumnPlanner;
  private readonly beat = new Beat();

  constructor(options: ResolvedEncodeOptions) {
    this.lines = new LineMeter(options);
    const { delimiter } = this.lines;
    this.columns = new ColumnPlanner(delimiter, this.meter, orderBy(options.columns));
  }

  plan(container: JsonArray | JsonObject, depth: number, position: Position): Plan {
    return finish(this.steps(container, depth, position));
  }

  *steps(container: JsonArray | JsonObject, depth: number, position: Position): Steps<Plan> {
    if (isSmall(container)) return this.now(container, depth, position);
    if (Array.isArray(container)) yield* this.meter.prepare(container);
    const brackets = this.brackets(container, position);
    const draft = new EntriesDraft(container, depth, position, this.lines);
    const mayBeTable = beginsLikeTable(container, draft.values, position);
    const isTable = mayBeTable && (yield* everyInSteps(draft.values, isFilledObject, this.beat));
    const table = isTable ? yield* this.table(container, draft.values, depth) : undefined;
    if (table && isSettled(table, brackets)) return table.plan;
    for (const value of draft.values) {
      let part: Plan | undefined;
      if (isContainer(value)) {
        const { depth: level, position: place } = draft;
        part = isSmall(value)
          ? this.now(value, level, place)
          : yield* this.steps(value, level, place);
      }
      draft.add(value, part);
      if (this.beat.isDue()) yield;
    }
    return choose(brackets, draft.plan, table);
  }

  /** The same of a small container in one go: steps take time as well. */
  private now(container: JsonArray | JsonObject, depth: number, position: Position): Plan {
    const brackets = this.brackets(container, position);
    const draft = new EntriesDraft(container, depth, position, this.lines);
    const { values } = draft;
    if (values.length === 0 && (position === 'root' || Array.isArray(container))) return brackets;
    const isTable = beginsLikeTable(container, values, position) && values.every(isFilledObject);
    const table = isTable ? finish(this.table(container, values, depth)) : undefined;
    if (table && isSettled(table, brackets)) return table.plan;
    for (const value of values) {
      draft.add(
        value,
        isContainer(value) ? this.now(value, draft.depth, draft.position) : undefined,
      );
    }
    return choose(brackets, draft.plan, table);
  }

  private brackets(container: JsonArray | JsonObject, position: Position): Plan {
    return { form: 'brackets', saving: this.meter.saving(container) - leadBytes(position) };
  }

  private *table(
    container: JsonArray | JsonObject,
    rows: readonly JsonValue[],
    depth: number,
  ): Steps<Table> {
    const columns = yield* this.columns.rows(rows as JsonObject[]);
    const form = Array.isArray(container) ? 'table' : 'keyed';
    let saving = this.rowsSaving(rows.length, columns, depth);
    if (form === 'keyed') saving += yield* this.keysSaving(Object.keys(container));
    return {
      plan: { form, columns: columns.columns, saving },
      isDense: isDense(columns, rows.length),
    };
  }

  private rowsSaving(
    rows: number,
    { headerBytes, cells, saving }: ColumnsPlan,
    depth: number,
  ): number {
    const header = this.lines.headerBytes(rows) + 2 + headerBytes;
    const perRow = this.lines.lineBytes(depth + 1) + cells - 1;
    return outerSaving(rows) - header + saving - rows * perRow;
  }

  /** Each entry has its key on both sides, and `: ` on ours; the header has a colon more. */
  private *keysSaving(keys: readonly string[]): Steps<number> {
    let saving = -1;
    for (const key of keys) {
      saving += keySaving(key) - 2;
      if (this.beat.isDue()) yield;
    }
    return saving;
  }
}

/** Whether a container may be a table, as far as its first entry tells. */
function beginsLikeTable(
  container: JsonArray | JsonObject,
  [first, second]: readonly JsonValue[],
  position: Position,
): boolean {
  if (position === 'item' || first === undefined || !isFilledObject(first)) return false;
  return second !== undefined || Array.isArray(container);
}

/**
 * True for mostly filled cells without JSON: writing each key in each row could not be smaller, for
 * a tuple takes fewer separators than a row of a nested table.
 */
function isDense({ holdsJson, filled, cells }: ColumnsPlan, rows: number): boolean {
  return !holdsJson && filled * 4 >= rows * cells;
}

/** Whether nothing could be smaller than a table. */
function isSettled({ plan, isDense: dense }: Table, brackets: Plan): boolean {
  return dense && plan.saving > brackets.saving;
}

function choose(brackets: Plan, entries: Plan, table: Table | undefined): Plan {
  const best = better(entries, brackets);
  return table ? better(table.plan, best) : best;
}

/** The `: ` between a key and a value on its line. */
function leadBytes(position: Position): number {
  return position === 'key' ? 2 : 0;
}

function better(first: Plan, second: Plan): Plan {
  return second.saving > first.saving ? second : first;
}
