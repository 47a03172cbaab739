import {
  type JsonArray,
  type JsonObject,
  type JsonValue,
  isContainer,
  isFilledObject,
} from '../json-value.js';
import { type Column } from './column.js';
import { type Parts, type Plan, type Planner, type Position, isPrimitiveList } from './plan.js';
import { uniformColumns } from './uniform-columns.js';

/** What plain TOON of one generation can write. */
export interface ToonFeatures {
  /** `[2:]{…}` tables for objects of uniform objects. */
  readonly keyedTables: boolean;
  /** `address{city,zip}` in headers. */
  readonly fieldGroups: boolean;
}

/** Chooses as the TOON 4 specification says: by the shape of the data alone, without measuring. */
export class StructuralPlanner implements Planner {
  constructor(private readonly features: ToonFeatures) {}

  plan(container: JsonArray | JsonObject, depth: number, position: Position): Plan {
    return Array.isArray(container)
      ? this.array(container, depth, position)
      : this.object(container, depth, position);
  }

  private array(list: JsonArray, depth: number, position: Position): Plan {
    if (isPrimitiveList(list)) return { form: 'inline', saving: 0 };
    const columns = position === 'item' ? undefined : this.columns(list);
    if (columns) return { form: 'table', columns, saving: 0 };
    return { form: 'list', parts: this.parts(list, depth + 1, 'item'), saving: 0 };
  }

  private object(object: JsonObject, depth: number, position: Position): Plan {
    const values = Object.values(object);
    const keyed = this.features.keyedTables && position !== 'item' && values.length > 1;
    const columns = keyed ? this.columns(values) : undefined;
    if (columns) return { form: 'keyed', columns, saving: 0 };
    return { form: 'fields', parts: this.parts(values, depth + 1, 'key'), saving: 0 };
  }

  private columns(rows: readonly JsonValue[]): Column[] | undefined {
    return rows.every(isFilledObject) ? uniformColumns(rows, this.features.fieldGroups) : undefined;
  }

  private parts(values: readonly JsonValue[], depth: number, position: Position): Parts {
    return values.map((value) =>
      isContainer(value) ? this.plan(value, depth, position) : undefined,
    );
  }
}
