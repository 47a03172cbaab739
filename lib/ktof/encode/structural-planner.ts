import { type JsonArray, type JsonObject, type JsonValue, isFilledObject } from '../json-value.js';
import { type Column } from './column.js';
import { type Plan, type Planner, type Position, isPrimitiveList } from './plan.js';
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
    return Array.isArray(container)
      ? this.array(container, position)
      : this.object(container, position);
  }

  private array(list: JsonArray, position: Position): Plan {
    if (isPrimitiveList(list)) return INLINE;
    const columns = position === 'item' ? undefined : this.columns(list);
    if (columns) return { form: 'table', columns, saving: 0 };
    return LIST;
  }

  private object(object: JsonObject, position: Position): Plan {
    const values = Object.values(object);
    const keyed = this.features.keyedTables && position !== 'item' && values.length > 1;
    const columns = keyed ? this.columns(values) : undefined;
    if (columns) return { form: 'keyed', columns, saving: 0 };
    return FIELDS;
  }

  private columns(rows: readonly JsonValue[]): Column[] | undefined {
    return rows.every(isFilledObject) ? uniformColumns(rows, this.features.fieldGroups) : undefined;
  }
}
