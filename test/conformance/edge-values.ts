import type { JsonValue } from 'nestjs-kaizen/ktof';
import { EDGE_NUMBERS, LONE_SURROGATES, TRICKY_KEYS, TRICKY_TEXTS } from './edge-texts.js';

const texts = [...TRICKY_TEXTS, ...LONE_SURROGATES];
const keys = [...TRICKY_KEYS, ...texts];

/** Values known to be delicate, one for each way a text, key, number or shape can stand in a form. */
export const EDGE_VALUES: readonly (readonly [name: string, value: JsonValue])[] = [
  ['texts in a list', [...texts]],
  ['texts in list items', texts.map((text) => [text])],
  ['texts in a column', texts.map((text, id) => ({ id, text }))],
  ['texts in the only column', texts.map((text) => ({ text }))],
  ['texts in a list column', texts.map((text, id) => ({ id, tags: [text, 'x'] }))],
  ['texts in a tuple column', texts.map((text, id) => ({ id, at: { text, id } }))],
  [
    'texts in lists of tuples',
    texts.map((text, id) => ({
      id,
      items: [
        { text, id },
        { text, id },
      ],
    })),
  ],
  ['texts beside groups', texts.map((v) => [{ v }, { v: { id: 1 } }])],
  ['texts beside lists of groups', texts.map((v) => [{ v }, { v: [{ id: 1 }, { id: 2 }] }])],
  ['texts beside groups, in lists', texts.map((v) => [{ l: [{ v: { x: 1 } }, { v }] }])],
  [
    'texts in an optional column',
    texts.map((text, id): JsonValue => (id % 2 ? { id } : { id, text })),
  ],
  ['texts as values', Object.fromEntries(texts.map((text, id) => [`k${id}`, text]))],
  ['keys of an object', Object.fromEntries(keys.map((key) => [key, key]))],
  ['keys of nested objects', keys.map((key) => ({ [key]: { [key]: [key] } }))],
  ['keys of a table', [1, 2, 3].map((n) => Object.fromEntries(keys.map((key) => [key, n])))],
  ['keys of a keyed table', Object.fromEntries(keys.map((key, n) => [key, { n, key }]))],
  [
    'keys of groups',
    [1, 2].map((n) => Object.fromEntries(keys.map((key) => [key, { [key]: n, n }]))),
  ],
  ['keys of optional columns', keys.map((key, n) => ({ n, [key]: n }))],
  [
    'keys of lists of tuples',
    keys.map((key, n) => ({
      items: [
        { [key]: n, n },
        { [key]: 1, n },
      ],
    })),
  ],
  ['numbers', EDGE_NUMBERS.map((n) => (Object.is(n, -0) ? 0 : n))],
  ['numbers in a table', EDGE_NUMBERS.map((n) => ({ n: n + 0, id: 1 }))],
  ['empties', [[], {}, '', null, [[]], [{}], { a: [] }, { a: {} }, { '': '' }, [[], []], [{}, {}]]],
  [
    'empties in a table',
    [
      { a: [], b: {}, c: '' },
      { a: [], b: {}, c: '' },
      { a: [1], b: {}, c: 'x' },
    ],
  ],
  ['nulls beside absent keys', [{ a: null, b: '' }, { a: 1 }, { b: null }, {}, { a: '', b: [] }]],
  [
    'nested rows, some null',
    [{ a: { x: 1, y: 2 } }, { a: null }, { a: { x: 3, y: 4 } }, { a: {} }],
  ],
  [
    'nested rows, not uniform',
    [{ a: { x: 1, y: 2 } }, { a: { y: 3, x: 4 } }, { a: { x: 5 } }, { a: 'x' }],
  ],
  [
    'rows with another key order',
    [
      { a: 1, b: 2 },
      { b: 3, a: 4 },
      { a: 5, b: 6 },
    ],
  ],
  [
    'rows holding matrices',
    [
      {
        m: [
          [1, 2],
          [3, 4],
        ],
      },
      {
        m: [
          [5, 6],
          [7, 8],
        ],
      },
      { m: [] },
      { m: [[]] },
    ],
  ],
  [
    'rows holding lists of objects',
    [{ l: [{ a: 1 }, { a: 2 }] }, { l: [{ b: 1 }] }, { l: [] }, { l: [null] }],
  ],
  ['a single-row table', { rows: [{ id: 1, name: 'Ada', tags: ['x', 'y'], at: { x: 1, y: 2 } }] }],
  [
    'objects of uniform objects',
    { a: { x: 1, y: { z: 2 } }, b: { x: 3, y: { z: 4 } }, c: { x: 5, y: { z: '' } } },
  ],
  [
    'a matrix with texts',
    [
      ['a,b', '-'],
      ['', 'null'],
      [null, 1],
    ],
  ],
  ['deep lists', [[[[[['a']]]], [[['b', ['c']]]]]]],
];
