import { type JsonObject, setOwn } from '../json-value.js';
import type { Cell } from './cell-reader.js';
import type { Field } from './field-list.js';

/** The fields that have a cell of their own, in the order of the cells. */
export function cellFields(fields: readonly Field[]): readonly Field[] {
  if (!fields.some(isGroup)) return fields;
  return fields.flatMap((field) => (isGroup(field) ? cellFields(field.fields) : field));
}

function isGroup({ shape }: Field): boolean {
  return shape === 'group';
}

/** Builds objects from the cells of rows. */
export class RowBuilder {
  private next = 0;

  constructor(private readonly fields: readonly Field[]) {}

  /** The object that a row's cells stand for. */
  build(cells: readonly Cell[]): JsonObject {
    this.next = 0;
    return this.object(this.fields, cells);
  }

  private object(fields: readonly Field[], cells: readonly Cell[]): JsonObject {
    const object: JsonObject = {};
    for (const field of fields) {
      if (field.shape === 'group') this.group(object, field, cells);
      else {
        const cell = cells[this.next++];
        if (cell !== undefined) setOwn(object, field.name, cell);
        else if (!field.optional) setOwn(object, field.name, '');
      }
    }
    return object;
  }

  private group(object: JsonObject, field: Field, cells: readonly Cell[]): void {
    const first = this.next;
    const value = this.object(field.fields, cells);
    const isAbsent = field.optional && cells.slice(first, this.next).every(isEmpty);
    if (!isAbsent) setOwn(object, field.name, value);
  }
}

function isEmpty(cell: Cell): boolean {
  return cell === undefined;
}
