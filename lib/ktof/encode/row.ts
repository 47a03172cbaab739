import { type JsonObject, type JsonValue, isContainer, isObject } from '../json-value.js';
import { beginsLikeTuple, quote } from '../syntax/quoting.js';
import { encodeScalar } from '../syntax/scalars.js';
import { encodeBrackets } from './brackets.js';
import { type Column, readColumn } from './column.js';

/** The cells of a row, joined. An absent value is an empty cell. */
export function encodeRow(row: JsonObject, columns: readonly Column[], delimiter: string): string {
  let text = '';
  for (let index = 0; index < columns.length; index++) {
    if (index > 0) text += delimiter;
    text += encodeCell(readColumn(row, columns[index]!), columns[index]!, delimiter);
  }
  return text;
}

function encodeCell(value: JsonValue | undefined, column: Column, delimiter: string): string {
  if (column.shape === 'group') {
    return encodeRow((value ?? {}) as JsonObject, column.fields, delimiter);
  }
  if (value === undefined) return '';
  if (isContainer(value)) return encodeSlot(value, column);
  const looksLikeTuple = column.shape === 'tuple' && beginsLikeTuple(value);
  return looksLikeTuple ? quote(value) : encodeScalar(value, delimiter.charCodeAt(0));
}

function encodeSlot(value: JsonValue | undefined, column: Column): string {
  if (value === undefined) return '';
  if (column.shape === 'tuple' && isObject(value)) return encodeTuple(value, column.fields);
  if (column.shape === 'tuples' && Array.isArray(value)) return encodeTuples(value, column.fields);
  return encodeBrackets(value);
}

function encodeTuple(object: JsonObject, fields: readonly Column[]): string {
  return `(${fields.map((field) => encodeSlot(readColumn(object, field), field)).join(',')})`;
}

function encodeTuples(list: readonly JsonValue[], fields: readonly Column[]): string {
  return `[${list.map((item) => encodeTuple(item as JsonObject, fields)).join(',')}]`;
}
