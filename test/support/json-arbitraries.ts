import fc, { type Arbitrary } from 'fast-check';
import type { JsonValue } from 'nestjs-kaizen/ktof';
import {
  EDGE_NUMBERS,
  LONE_SURROGATES,
  TRICKY_KEYS,
  TRICKY_TEXTS,
} from '../conformance/edge-texts.js';

const SYNTAX = [...'[]{}():,|\t\n\r "-#?\\0123.eabc_é漢😀\u0001\u2028'];
const word = fc.constantFrom('alpha', 'beta', 'in stock', 'x', 'GET /v1', 'Ada', '2 apples', 'a/b');
const syntaxText = fc.string({ unit: fc.constantFrom(...SYNTAX), maxLength: 8 });

/** Strings that UTF-8 can carry: words, tricky texts, runs of format characters, any character. */
export const wellFormedTexts: Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: word },
  { weight: 4, arbitrary: fc.constantFrom(...TRICKY_TEXTS) },
  { weight: 3, arbitrary: syntaxText },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);

/** Every JavaScript string, halves of surrogate pairs included. */
export const anyTexts: Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: wellFormedTexts },
  { weight: 1, arbitrary: fc.constantFrom(...LONE_SURROGATES) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      maxLength: 4,
    }),
  },
);

type Cell = JsonValue | undefined;
type Shapes = ReturnType<typeof shapesFrom>;

function keysFrom(texts: Arbitrary<string>): Arbitrary<string> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('id', 'name', 'qty', 'a', 'b', 'user_id', 'tags') },
    { weight: 1, arbitrary: fc.constantFrom(...TRICKY_KEYS) },
    { weight: 1, arbitrary: texts },
  );
}

function primitivesFrom(texts: Arbitrary<string>): Arbitrary<JsonValue> {
  return fc.oneof<Arbitrary<JsonValue>[]>(
    texts,
    texts,
    fc.integer({ min: -5, max: 5000 }),
    fc.constantFrom(...EDGE_NUMBERS),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(true, false, null),
  );
}

/** Rows with the same columns. An `undefined` cell is left out; one row in twelve turns its keys round. */
function rowsOf(columns: [string, Arbitrary<Cell>][], maxLength: number): Arbitrary<JsonValue[]> {
  const row = fc
    .tuple(fc.nat(11), ...columns.map(([, cells]) => cells))
    .map(([turn, ...cells]): JsonValue => {
      const entries = columns.map(([key], index): [string, Cell] => [key, cells[index]]);
      const present = entries.filter(
        (entry): entry is [string, JsonValue] => entry[1] !== undefined,
      );
      return Object.fromEntries(turn === 0 ? present.reverse() : present);
    });
  return fc.array(row, { maxLength });
}

function shapesFrom(texts: Arbitrary<string>) {
  const keys = keysFrom(texts);
  const leaf = primitivesFrom(texts);
  const list = fc.array(leaf, { maxLength: 4 });
  const group = fc.record({ x: leaf, 'y z': leaf }, { noNullPrototype: true });
  return { keys, leaf, list, group, groups: fc.array(group, { maxLength: 3 }) };
}

function tablesOf({ keys }: Shapes, cells: Arbitrary<Cell>[], maxLength: number) {
  const column = fc.tuple(keys, fc.constantFrom(...cells));
  return fc
    .uniqueArray(column, { selector: ([key]) => key, maxLength: 4 })
    .chain((columns) => rowsOf(columns, maxLength));
}

function keyedTablesOf(shapes: Shapes): Arbitrary<JsonValue> {
  const names = fc.uniqueArray(shapes.keys, { minLength: 4, maxLength: 4 });
  const rows = tablesOf(shapes, [shapes.leaf, shapes.leaf, shapes.group], 4);
  return fc
    .tuple(names, rows)
    .map(([keys, values]) => Object.fromEntries(values.map((value, i) => [keys[i] ?? '', value])));
}

/** Lists whose items are objects of one kind: flat, with groups, sparse, with lists, with anything. */
function tableShapes(shapes: Shapes, any: Arbitrary<JsonValue>): Arbitrary<JsonValue> {
  const { leaf, list, group, groups } = shapes;
  const sparse = [leaf, group, list].map((cells) => fc.option(cells, { nil: undefined, freq: 2 }));
  return fc.oneof(
    tablesOf(shapes, [leaf, leaf, group], 5),
    tablesOf(shapes, [leaf, ...sparse], 5),
    tablesOf(shapes, [leaf, list, groups, any, fc.array(list, { maxLength: 2 })], 4),
  );
}

/**
 * JSON values in the shapes the format treats apart: tables (uniform, sparse, with groups, with
 * lists), keyed tables, objects, lists, matrices and mixtures of them, a few levels deep.
 */
export function jsonValues(texts: Arbitrary<string>): Arbitrary<JsonValue> {
  const shapes = shapesFrom(texts);
  return fc.letrec<{ value: JsonValue }>((tie) => {
    const any = tie('value');
    const record = fc.array(fc.tuple(shapes.keys, any), { maxLength: 4 });
    return {
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        { weight: 3, arbitrary: shapes.leaf },
        { weight: 7, arbitrary: tableShapes(shapes, any) },
        { weight: 3, arbitrary: keyedTablesOf(shapes) },
        { weight: 3, arbitrary: record.map((entries) => Object.fromEntries(entries)) },
        { weight: 1, arbitrary: shapes.list },
        { weight: 1, arbitrary: fc.array(any, { maxLength: 4 }) },
        { weight: 1, arbitrary: fc.array(fc.array(shapes.leaf, { minLength: 1, maxLength: 3 })) },
      ),
    };
  }).value;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/**
 * Where two JSON values differ, as a path from `$`, or `undefined` when they are the same.
 *
 * Stricter than `toEqual`: `-0` is not `0`, own keys count whatever their name (`__proto__` too),
 * and the prototypes must be the same. The order of keys does not matter.
 */
export function firstDifference(
  actual: unknown,
  expected: unknown,
  path = '$',
): string | undefined {
  if (!isContainer(actual) || !isContainer(expected))
    return Object.is(actual, expected) ? undefined : path;
  if (Object.getPrototypeOf(actual) !== Object.getPrototypeOf(expected))
    return `${path} (prototype)`;
  const keys = Reflect.ownKeys(expected);
  if (Reflect.ownKeys(actual).length !== keys.length) return `${path} (number of keys)`;
  for (const key of keys) {
    const here = `${path}[${JSON.stringify(key)}]`;
    if (!Object.hasOwn(actual, key)) return `${here} (missing)`;
    const found = firstDifference(actual[key as string], expected[key as string], here);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Freezes a value and all it holds, so that a write to it throws. */
export function deepFreeze<T>(value: T): T {
  if (isContainer(value)) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
