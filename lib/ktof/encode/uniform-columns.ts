import { type JsonObject, type JsonValue, isContainer, isFilledObject } from '../json-value.js';
import { encodeKey } from '../syntax/quoting.js';
import { type Column, NO_FIELDS, isInheritedKey } from './column.js';
import { Beat, type Steps, everyInSteps, isLong } from './steps.js';

/**
 * The columns of rows that all have the same keys and, in each column, only primitives or only
 * uniform objects (when groups are allowed). Undefined when the rows are not like that.
 */
export function* uniformColumns(
  rows: readonly JsonObject[],
  groups: boolean,
): Steps<Column[] | undefined> {
  const keys = Object.keys(rows[0] ?? {});
  const isUniform = (row: JsonObject) => hasExactly(row, keys);
  const areUniform = isLong(rows)
    ? yield* everyInSteps(rows, isUniform, new Beat())
    : rows.every(isUniform);
  if (!areUniform) return undefined;
  const columns: Column[] = [];
  for (const key of keys) {
    const isGroup = isContainer(rows[0]![key]!);
    const fields = isGroup ? yield* groupFields(rows, key, groups) : NO_FIELDS;
    if (!fields || (!isGroup && rows.some((row) => isContainer(row[key]!)))) return undefined;
    columns.push(columnOf(key, fields));
    if (isLong(rows)) yield;
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

function* groupFields(
  rows: readonly JsonObject[],
  key: string,
  groups: boolean,
): Steps<Column[] | undefined> {
  if (!groups) return undefined;
  const values: JsonValue[] = rows.map((row) => row[key]!);
  const areObjects = isLong(values)
    ? yield* everyInSteps(values, isFilledObject, new Beat())
    : values.every(isFilledObject);
  if (!areObjects) return undefined;
  return yield* uniformColumns(values as JsonObject[], groups);
}

function columnOf(key: string, fields: readonly Column[]): Column {
  const shape = fields.length > 0 ? 'group' : 'value';
  const inherited = isInheritedKey(key);
  return { key, label: encodeKey(key), shape, optional: false, fields, inherited };
}
