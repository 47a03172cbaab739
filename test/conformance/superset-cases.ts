import type { JsonValue } from 'nestjs-kaizen/ktof';

/** Texts that TOON 4 reads too, as something else. */
export const OTHER_MEANINGS: readonly { text: string; toon: JsonValue; value: JsonValue }[] = [
  { text: 'a: [1,2]', toon: { a: '[1,2]' }, value: { a: [1, 2] } },
  { text: 'a: {"b":1}', toon: { a: '{"b":1}' }, value: { a: { b: 1 } } },
  { text: 'a: {}', toon: { a: '{}' }, value: { a: {} } },
  { text: '[1]', toon: '[1]', value: [1] },
  { text: '{"b":[1]}', toon: { '{"b"': '[1]}' }, value: { b: [1] } },
  { text: 'r[1]{a}:\n  []', toon: { r: [{ a: '[]' }] }, value: { r: [{ a: [] }] } },
  { text: 'r[1]:\n  - {"a":1}', toon: { r: [{ '{"a"': '1}' }] }, value: { r: [{ a: 1 }] } },
];

/** The same cell in every form of the additive rules. */
export const ADDITIONS: readonly { text: string; value: JsonValue }[] = [
  { text: '[#2]: a,b', value: ['a', 'b'] },
  { text: '[#2|]: a|b', value: ['a', 'b'] },
  { text: 'r[#1]{a}:\n  1', value: { r: [{ a: 1 }] } },
  { text: 'm[#2:]{a}:\n  x: 1\n  y: 2', value: { m: { x: { a: 1 }, y: { a: 2 } } } },
  { text: 'KTOF:\na: 1', value: { a: 1 } },
  { text: '\ufeffKTOF: \r\n[1]: a', value: ['a'] },
  { text: 'KTOF:', value: { KTOF: {} } },
  { text: 'KTOF:\n  a: 1', value: { KTOF: { a: 1 } } },
  { text: 'KTOF: a', value: { KTOF: 'a' } },
  { text: '"KTOF":\na: 1', value: { KTOF: {}, a: 1 } },
  { text: 'r[2]{a,b?}:\n  1,\n  2,x', value: { r: [{ a: 1 }, { a: 2, b: 'x' }] } },
  { text: 'r[1]{a?,b?}:\n  null,""', value: { r: [{ a: null, b: '' }] } },
  { text: 'r[1]{a,b(x,y)}:\n  1,(2,z)', value: { r: [{ a: 1, b: { x: 2, y: 'z' } }] } },
  {
    text: 'r[1]{a,b[](x,y)}:\n  1,[(2,z),(3,w)]',
    value: {
      r: [
        {
          a: 1,
          b: [
            { x: 2, y: 'z' },
            { x: 3, y: 'w' },
          ],
        },
      ],
    },
  },
  {
    text: 'r[1]{a,b}:\n  1,[x,"y,z",true,null,"1"]',
    value: { r: [{ a: 1, b: ['x', 'y,z', true, null, '1'] }] },
  },
];

/** Bracketed values that do not end as they began. */
export const BROKEN_BRACKETS: readonly string[] = [
  ...['a: [1', 'a: {b', 'r[1]{a}:\n  [1', '{"a":1', '[1,2', 'a: [1]]', 'a: [1] x', '{"a":1}\nb: 2'],
  ...['r[1]{a(x,y)}:\n  (1', 'r[1]{a(x,y)}:\n  (1,2,3)', 'r[1]{a(x,y)}:\n  (1)'],
];
