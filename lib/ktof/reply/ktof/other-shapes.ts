import type { Field } from '../../decode/field-list.js';

/** Column shapes that models write in place of the declared one: tuples as flat cells, groups as tuples. */
export function otherShapes(fields: readonly Field[]): (readonly Field[])[] {
  const shapes: (readonly Field[])[] = [];
  if (fields.some((field) => field.shape === 'tuple'))
    shapes.push(reshaped(fields, 'tuple', 'group'));
  if (fields.some((field) => field.shape === 'group'))
    shapes.push(reshaped(fields, 'group', 'tuple'));
  return shapes;
}

function reshaped(fields: readonly Field[], from: Field['shape'], to: Field['shape']): Field[] {
  return fields.map((field) => ({
    ...field,
    shape: field.shape === from ? to : field.shape,
    fields: reshaped(field.fields, from, to),
  }));
}
