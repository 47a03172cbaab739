import { type JsonObject, type JsonValue, isContainer, isFilledObject } from '../json-value.js';
import { encodeKey } from '../syntax/quoting.js';
import { type Column, isInheritedKey } from './column.js';

/**
 * The columns of rows that all have the same keys and, in each column, only primitives or only
 * uniform objects (when groups are allowed). Undefined when the rows are not like that.
 */
export function uniformColumns(rows: readonly JsonObject[], groups: boolean): Column[] | undefined {
  const keys = Object.keys(rows[0] ?? {});
  if (!rows.every((row) => hasExactly(row, keys))) return undefined;
  const columns: Column[] = [];
  for (const key of keys) {
    const column = uniformColumn(rows, key, groups);
    if (!column) return undefined;
    columns.push(column);
  }
  return columns;
}

function hasExactly(row: JsonObject, keys: readonly string[]): boolean {
  const own = Object.keys(row);
  if (own.length !== keys.length) return false;
  return (
    own.every((key, index) => key === keys[index]) || keys.every((key) => Object.hasOwn(row, key))
  );
}

function uniformColumn(
  rows: readonly JsonObject[],
  key: string,
  groups: boolean,
): Column | undefined {
  const fields = isContainer(rows[0]![key]!) ? groupFields(rows, key, groups) : [];
  if (!fields || (fields.length === 0 && rows.some((row) => isContainer(row[key]!)))) {
    return undefined;
  }
  const shape = fields.length > 0 ? 'group' : 'value';
  const inherited = isInheritedKey(key);
  return { key, label: encodeKey(key), shape, optional: false, fields, inherited };
}

function groupFields(
  rows: readonly JsonObject[],
  key: string,
  groups: boolean,
): Column[] | undefined {
  const values: JsonValue[] = rows.map((row) => row[key]!);
  return groups && values.every(isFilledObject) ? uniformColumns(values, groups) : undefined;
}
