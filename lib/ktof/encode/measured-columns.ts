import { type JsonArray, type JsonObject, isFilledObject, isObject } from '../json-value.js';
import type { BracketsMeter } from './brackets-meter.js';
import {
  ColumnDraft,
  type ColumnPlan,
  type ColumnsPlan,
  type InBrackets,
  NO_BRACKETS,
  joined,
} from './columns-plan.js';
import { type Gathered, Gathering, type TextMeasure } from './gather-columns.js';
import type { ColumnOrder } from './order-columns.js';
import { stringSaving, stringSavingBesideTuples, stringSavingInBrackets } from './savings.js';
import { Beat, STEP, type Steps, everyInSteps, isLong } from './steps.js';

/** How deep tuples may nest in one cell: a reader loses track of more. */
const MAX_TUPLE_NESTING = 3;

/** Finds the columns that save most. */
export class ColumnPlanner {
  private readonly inCells: TextMeasure;
  private readonly inBrackets: TextMeasure;
  private readonly beat = new Beat();

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
  rows(rows: readonly JsonObject[]): Steps<ColumnsPlan> {
    return this.plan(rows, 0);
  }

  /** @param nesting How many parentheses are around the cells. */
  private *plan(rows: readonly JsonObject[], nesting: number): Steps<ColumnsPlan> {
    const gathering = new Gathering(nesting > 0 ? this.inBrackets : this.inCells);
    for (let from = 0; from < rows.length; from += STEP) {
      const to = Math.min(from + STEP, rows.length);
      gathering.add(rows, from, to);
      if (this.beat.isDue(to - from)) yield;
    }
    const plans: ColumnPlan[] = [];
    for (const gathered of this.order(gathering.columns)) {
      const draft = new ColumnDraft(gathered, rows.length);
      const isPlain = gathered.containers.length === 0;
      plans.push(isPlain ? draft.plain(NO_BRACKETS) : yield* this.best(draft, nesting));
    }
    // Each JSON row has its braces, and its commas.
    return joined(plans, 2 * rows.length + gathering.commas);
  }

  private *best(draft: ColumnDraft, nesting: number): Steps<ColumnPlan> {
    const { gathered, rows } = draft;
    const mayGroup = nesting === 0 && gathered.count === gathered.containers.length;
    const group = mayGroup ? yield* this.group(gathered.containers) : undefined;
    if (group && !isSparse(group, gathered, rows)) return draft.spread('group', group);
    const inBrackets = yield* this.measure(gathered.containers);
    const candidates = [draft.plain(inBrackets)];
    if (group) candidates.push(draft.spread('group', group));
    const tuple = yield* this.tuple(draft, nesting);
    if (tuple) candidates.push(tuple);
    return candidates.reduce((best, next) => (net(next, rows) > net(best, rows) ? next : best));
  }

  /** An object per row, spread over cells of its own; every one must hold something. */
  private *group(containers: readonly (JsonArray | JsonObject)[]): Steps<ColumnsPlan | undefined> {
    const areObjects = isLong(containers)
      ? yield* everyInSteps(containers, isFilledObject, this.beat)
      : containers.every(isFilledObject);
    return areObjects ? yield* this.plan(containers as JsonObject[], 0) : undefined;
  }

  /** An object, or a list of objects, per cell. */
  private *tuple(draft: ColumnDraft, nesting: number): Steps<ColumnPlan | undefined> {
    const { containers, textSaving } = draft.gathered;
    if (nesting >= MAX_TUPLE_NESTING) return undefined;
    const shape = containers.some(isObject) ? 'tuple' : 'tuples';
    const objects =
      shape === 'tuple' ? containers.filter(isObject) : yield* this.objectsInLists(containers);
    if (!objects || objects.length === 0) return undefined;
    const sub = yield* this.plan(objects, nesting + 1);
    if (sub.columns.length === 0) return undefined;
    // Parentheses, and a comma less than slots.
    const marks = objects.length * (1 + sub.columns.length);
    if (shape === 'tuples') return draft.spread(shape, sub, textSaving.plain - marks);
    const lists = yield* this.measure(containers.filter(Array.isArray));
    return draft.spread(shape, sub, textSaving.besideTuples + lists.saving - marks);
  }

  /** The objects of lists that hold objects only; undefined when one holds anything else. */
  private *objectsInLists(
    values: readonly (JsonArray | JsonObject)[],
  ): Steps<JsonObject[] | undefined> {
    const objects: JsonObject[] = [];
    for (const value of values) {
      if (!Array.isArray(value)) continue;
      if (!value.every(isObject)) return undefined;
      for (const item of value) objects.push(item);
      if (this.beat.isDue(value.length)) yield;
    }
    return objects;
  }

  /** What cells are worth in brackets. */
  private *measure(containers: readonly (JsonArray | JsonObject)[]): Steps<InBrackets> {
    let saving = 0;
    let holdsJson = false;
    for (const container of containers) {
      if (Array.isArray(container) && isLong(container)) yield* this.meter.prepare(container);
      const part = this.meter.bareSaving(container);
      if (part === undefined) holdsJson = true;
      else saving += part;
      if (this.beat.isDue()) yield;
    }
    return { saving, holdsJson };
  }
}

/** What a column is worth: its cells' savings less its part of the header and its separators. */
function net({ saving, headerBytes, cells }: ColumnPlan, rows: number): number {
  return saving - headerBytes - rows * (cells - 1);
}

function isSparse(group: ColumnsPlan, { count }: Gathered, rows: number): boolean {
  return count < rows || group.columns.some((column) => column.optional);
}
