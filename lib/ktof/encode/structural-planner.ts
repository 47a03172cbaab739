import { type JsonArray, type JsonObject, isFilledObject } from '../json-value.js';
import type { Column } from './column.js';
import { type Plan, type Planner, type Position, isPrimitiveList } from './plan.js';
import { Beat, type Steps, everyInSteps, finish } from './steps.js';
import { uniformColumns } from './uniform-columns.js';

/** What plain TOON of one generation can write. */
export interface ToonFeatures {
  /** `[2:]{…}` tables for objects of uniform objects. */
  readonly keyedTables: boolean;
  /** `address{city,zip}` in headers. */
  readonly fieldGroups: boolean;
}

const INLINE: Plan = { form: 'inline', saving: 0 };
const LIST: Plan = { form: 'list', saving: 0 };
const FIELDS: Plan = { form: 'fields', saving: 0 };

/**
 * Chooses as the TOON 4 specification says: by the shape of the data alone, without measuring. So
 * each container is planned when it is written, and no plan of the whole is ever there.
 */
export class StructuralPlanner implements Planner {
  constructor(private readonly features: ToonFeatures) {}

  plan(container: JsonArray | JsonObject, _depth: number, position: Position): Plan {
    const rows = this.rows(container, position);
    const isTable = rows?.every(isFilledObject);
    return choose(container, isTable ? finish(this.columns(rows)) : undefined);
  }

  *steps(container: JsonArray | JsonObject, _depth: number, position: Position): Steps<Plan> {
    const rows = this.rows(container, position);
    const isTable = rows && (yield* everyInSteps(rows, isFilledObject, new Beat()));
    return choose(container, isTable ? yield* this.columns(rows as JsonObject[]) : undefined);
  }

  /** What may be the rows of a table; undefined where there are none for sure. */
  private rows(container: JsonArray | JsonObject, position: Position): JsonArray | undefined {
    if (position === 'item') return undefined;
    if (Array.isArray(container)) return container.length > 0 ? container : undefined;
    const values = this.features.keyedTables ? Object.values(container) : [];
    return values.length > 1 ? values : undefined;
  }

  private columns(rows: readonly JsonObject[]): Steps<Column[] | undefined> {
    return uniformColumns(rows, this.features.fieldGroups);
  }
}

function choose(container: JsonArray | JsonObject, columns: Column[] | undefined): Plan {
  const isList = Array.isArray(container);
  if (columns) return { form: isList ? 'table' : 'keyed', columns, saving: 0 };
  if (!isList) return FIELDS;
  return isPrimitiveList(container) ? INLINE : LIST;
}
