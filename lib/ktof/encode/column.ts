import { type JsonObject, type JsonValue, getOwn } from '../json-value.js';

/**
 * How a column holds its values:
 * - `value`: one cell each;
 * - `group`: an object spread over the cells of `fields`, as `address{city,zip}`;
 * - `tuple`: an object in one cell, as `address(city,zip)` over `(Oslo,0150)`;
 * - `tuples`: a list of objects in one cell, as `items[](sku,qty)` over `[(a,1),(b,2)]`.
 */
export type ColumnShape = 'value' | 'group' | 'tuple' | 'tuples';

/** One column of a table header, or one slot of a tuple. */
export interface Column {
  readonly key: string;
  /** The key as the header writes it. */
  readonly label: string;
  readonly shape: ColumnShape;
  /** True when some rows lack the key: their cell is empty. */
  readonly optional: boolean;
  readonly fields: readonly Column[];
  /** True for a key that objects inherit, such as `constructor`: it must be read as own. */
  readonly inherited: boolean;
}

/** Those of a column that holds plain values. */
export const NO_FIELDS: readonly Column[] = [];

/** The row's own value in a column: undefined where the row lacks it. */
export function readColumn(row: JsonObject, column: Column): JsonValue | undefined {
  return column.inherited ? getOwn(row, column.key) : row[column.key];
}

/** True for a key that every object has without owning it. */
export function isInheritedKey(key: string): boolean {
  return key in Object.prototype;
}

/** The field list of a header, with its braces: `{id,name?,address{city,zip},items[](sku,qty)}`. */
export function formatFields(columns: readonly Column[], delimiter: string): string {
  return `{${joinFields(columns, delimiter)}}`;
}

function joinFields(columns: readonly Column[], delimiter: string): string {
  return columns.map((column) => formatField(column, delimiter)).join(delimiter);
}

function formatField(column: Column, delimiter: string): string {
  const { label, shape, fields } = column;
  const optional = column.optional ? '?' : '';
  if (shape === 'value') return label + optional;
  const inner = joinFields(fields, delimiter);
  if (shape === 'group') return `${label}{${inner}}${optional}`;
  return `${label}${shape === 'tuples' ? '[]' : ''}(${inner})${optional}`;
}
