import type { Gathered } from './gather-columns.js';

/** Puts columns in a wanted order. */
export type ColumnOrder = (columns: Gathered[]) => Gathered[];

/** The columns that are named come first, in the order of the names; the others keep theirs. */
export function orderBy(names: readonly string[]): ColumnOrder {
  if (names.length === 0) return (columns) => columns;
  const places = new Map(names.map((name, place) => [name, place]));
  const placeOf = ({ key }: Gathered): number => places.get(key) ?? names.length;
  return (columns) => columns.toSorted((one, other) => placeOf(one) - placeOf(other));
}
