import type { JsonValue } from 'nestjs-kaizen/ktof';
import type { ToonOptions } from './codecs.js';

/** A value and the one text TOON 4 writes for it. */
export interface WrittenCase {
  readonly name: string;
  readonly value: JsonValue;
  readonly lines: readonly string[];
  readonly options?: ToonOptions;
}

/** A text no encoder writes, and what TOON 4 reads from it; no `value` where it rejects the text. */
export interface ReadCase {
  readonly name: string;
  readonly text: string;
  readonly value?: JsonValue;
  readonly options?: ToonOptions;
}

/** What TOON 4 writes beyond TOON 3: keyed tables, field groups, and how they meet the older forms. */
export const WRITTEN_CASES: readonly WrittenCase[] = [
  {
    name: 'keyed table at the root',
    value: { ada: { id: 1, ok: true }, bob: { id: 2, ok: null } },
    lines: ['[2:]{id,ok}:', '  ada: 1,true', '  bob: 2,null'],
  },
  {
    name: 'keyed table under a key, with entry keys that need quotes',
    value: { users: { 'a b': { id: 1 }, '': { id: '2' }, 'x,y': { id: 'p:q' } } },
    lines: ['users[3:]{id}:', '  "a b": 1', '  "": "2"', '  "x,y": "p:q"'],
  },
  {
    name: 'keyed table with tabs, whose header marks the colon before the delimiter',
    value: { m: { a: { x: 1, y: 'p,q' }, b: { x: 2, y: 'r|s' } } },
    lines: ['m[2:\t]{x\ty}:', '  a: 1\tp,q', '  b: 2\tr|s'],
    options: { delimiter: '\t' },
  },
  {
    name: 'keyed table with pipes and indent 4',
    value: { m: { a: { x: 1, y: '|' }, b: { x: 2, y: ',' } } },
    lines: ['m[2:|]{x|y}:', '    a: 1|"|"', '    b: 2|,'],
    options: { delimiter: '|', indent: 4 },
  },
  {
    name: 'keyed table with a field group',
    value: { m: { a: { p: { x: 1, y: 2 }, q: 3 }, b: { p: { x: 4, y: 5 }, q: 6 } } },
    lines: ['m[2:]{p{x,y},q}:', '  a: 1,2,3', '  b: 4,5,6'],
  },
  {
    name: 'keyed table as the first field of a list item',
    value: { list: [{ m: { a: { x: 1 }, b: { x: 2 } }, n: 1 }, 'end'] },
    lines: ['list[2]:', '  - m[2:]{x}:', '      a: 1', '      b: 2', '    n: 1', '  - end'],
  },
  {
    name: 'one entry is not a keyed table',
    value: { m: { a: { x: 1, y: 2 } } },
    lines: ['m:', '  a:', '    x: 1', '    y: 2'],
  },
  {
    name: 'entries with different keys, or an empty one, are not a keyed table',
    value: { m: { a: { x: 1 }, b: { y: 1 } }, n: { a: { x: 1 }, b: {} } },
    lines: ['m:', '  a:', '    x: 1', '  b:', '    y: 1', 'n:', '  a:', '    x: 1', '  b:'],
  },
  {
    name: 'field group in a table',
    value: {
      rows: [
        { id: 1, at: { x: 1, y: 2 } },
        { id: 2, at: { x: 3, y: 4 } },
      ],
    },
    lines: ['rows[2]{id,at{x,y}}:', '  1,1,2', '  2,3,4'],
  },
  {
    name: 'field groups inside field groups, with names that need quotes',
    value: [{ a: { 'b c': { d: 1 }, e: 2 } }, { a: { 'b c': { d: 3 }, e: 4 } }],
    lines: ['[2]{a{"b c"{d},e}}:', '  1,2', '  3,4'],
  },
  {
    name: 'field group with tabs',
    value: { rows: [{ id: 1, at: { x: 1, y: 2 } }] },
    lines: ['rows[1\t]{id\tat{x\ty}}:', '  1\t1\t2'],
    options: { delimiter: '\t' },
  },
  {
    name: 'rows whose groups differ, are empty or are null are a list',
    value: { rows: [{ at: { x: 1 } }, { at: null }], more: [{ at: {} }, { at: {} }] },
    lines: [
      ...['rows[2]:', '  - at:', '      x: 1', '  - at: null'],
      ...['more[2]:', '  - at:', '  - at:'],
    ],
  },
  {
    name: 'rows with the same keys in another order are one table',
    value: [
      { a: 1, b: 2 },
      { b: 4, a: 3 },
    ],
    lines: ['[2]{a,b}:', '  1,2', '  3,4'],
  },
  {
    name: 'empty objects in a list are bare hyphens',
    value: { list: [{}, 1, {}] },
    lines: ['list[3]:', '  -', '  - 1', '  -'],
  },
  {
    name: 'empty lists, under a key, in a list and at the root of one',
    value: { a: [], b: [[], [1]], c: [{ d: [] }] },
    lines: ['a: []', 'b[2]:', '  - [0]:', '  - [1]: 1', 'c[1]:', '  - d: []'],
  },
  {
    name: 'texts that would be read as comments are quoted',
    value: { a: '#x', list: ['# y', 'z # y'], rows: [{ k: '#1' }], '#key': 1 },
    lines: ['a: "#x"', 'list[2]: "# y",z # y', 'rows[1]{k}:', '  "#1"', '"#key": 1'],
  },
  {
    name: 'a text at the root that begins with a byte order mark is quoted',
    value: '\ufeffa',
    lines: ['"\ufeffa"'],
  },
  {
    name: 'control characters are escaped, line separators are not',
    value: { a: '\u0000\u001f', b: '\u2028', c: '\u007f' },
    lines: ['a: "\\u0000\\u001f"', 'b: \u2028', 'c: \u007f'],
  },
];

/** What TOON 4 reads beyond what it writes, and what it rejects. */
export const READ_CASES: readonly ReadCase[] = [
  {
    name: 'comment lines',
    text: '# top\na: 1\n  # any depth\n#\nb: 2\n# end',
    value: { a: 1, b: 2 },
  },
  {
    name: 'comments between rows',
    text: 'r[2]{x}:\n  1\n# c\n  2',
    value: { r: [{ x: 1 }, { x: 2 }] },
  },
  { name: 'comments between items', text: 'r[2]:\n  - 1\n   # c\n  - 2', value: { r: [1, 2] } },
  { name: 'a comment behind an empty list', text: '[]\n# c', value: [] },
  { name: 'comments alone', text: '# a\n# b', value: {} },
  { name: 'a hash later in a line', text: 'a: b # c', value: { a: 'b # c' } },
  { name: 'a comment after a tab', text: 'a: 1\n\t# c' },
  { name: 'a byte order mark', text: '\ufeffa: 1', value: { a: 1 } },
  { name: 'a byte order mark before a comment', text: '\ufeff# c\na: 1', value: { a: 1 } },
  { name: 'a second byte order mark', text: '\ufeff\ufeffa: 1', value: { '\ufeffa': 1 } },
  {
    name: 'CRLF',
    text: 'a:\r\n  b: 1\r\nr[1]{x}:\r\n  2\r\n',
    value: { a: { b: 1 }, r: [{ x: 2 }] },
  },
  { name: 'CRLF after a quoted string', text: 'a: "x"\r\n', value: { a: 'x' } },
  { name: 'a carriage return inside a line', text: 'a: b\rc', value: { a: 'b\rc' } },
  { name: 'bare hyphens', text: 'r[3]:\n  -\n  - \n  - 1', value: { r: [{}, {}, 1] } },
  { name: 'blank lines around', text: '\n\na: 1\n\nb: 2\n\n', value: { a: 1, b: 2 } },
  { name: 'blank lines between rows', text: 'r[2]{x}:\n  1\n\n  2' },
  { name: 'blank lines between entries', text: 'r[2:]{x}:\n  a: 1\n\n  b: 2' },
  { name: 'a keyed table of one entry', text: 'm[1:]{x}:\n  a: 1', value: { m: { a: { x: 1 } } } },
  { name: 'a keyed table of none', text: 'm[0:]{x}:', value: { m: {} } },
  { name: 'a keyed table with too few entries', text: 'm[2:]{x}:\n  a: 1' },
  { name: 'a keyed table with too many entries', text: 'm[1:]{x}:\n  a: 1\n  b: 2' },
  { name: 'a keyed entry with a cell too few', text: 'm[1:]{x,y}:\n  a: 1' },
  { name: 'a keyed entry with a cell too many', text: 'm[1:]{x}:\n  a: 1,2' },
  { name: 'a keyed entry twice', text: 'm[2:]{x}:\n  a: 1\n  a: 2' },
  { name: 'a keyed entry without a colon', text: 'm[1:]{x}:\n  a' },
  { name: 'a keyed header without fields', text: 'm[1:]:\n  a: 1' },
  { name: 'a keyed header without a key in an item', text: 'r[1]:\n  - [1:]{x}:\n    a: 1' },
  { name: 'a table header without a key in an item', text: 'r[1]:\n  - [1]{x}:\n    1' },
  {
    name: 'an empty cell',
    text: 'r[2]{x,y}:\n  1,\n  ,2',
    value: {
      r: [
        { x: 1, y: '' },
        { x: '', y: 2 },
      ],
    },
  },
  {
    name: 'spaces around cells',
    text: 'r[1]{x, y}:\n  1 , a b ',
    value: { r: [{ x: 1, y: 'a b' }] },
  },
  {
    name: 'a field group',
    text: 'r[1]{a{b,c},d}:\n  1,2,3',
    value: { r: [{ a: { b: 1, c: 2 }, d: 3 }] },
  },
  { name: 'a field group left open', text: 'r[1]{a{b,c}:\n  1,2' },
  { name: 'a field group without fields', text: 'r[1]{a{}}:\n  1' },
  { name: 'a field group without a name', text: 'r[1]{{a}}:\n  1' },
  { name: 'a field group after a space', text: 'r[1]{a {b}}:\n  1' },
  { name: 'text after a field group', text: 'r[1]{a{b}c}:\n  1' },
  { name: 'a field twice', text: 'r[1]{a,a}:\n  1,2' },
  { name: 'a field twice in a group', text: 'r[1]{a{b,b}}:\n  1,2' },
  { name: 'another delimiter in the fields', text: 'r[1|]{a,b}:\n  1|2' },
  { name: 'a length with a leading zero', text: 'r[01]: a' },
  { name: 'a key twice', text: 'a: 1\na: 2' },
  {
    name: 'a key twice, not strict',
    text: 'a: 1\na: 2',
    value: { a: 2 },
    options: { strict: false },
  },
  { name: 'text after the root list', text: '[1]: a\nb: 1' },
  { name: 'tabs as indentation', text: 'a:\n\tb: 1' },
  { name: 'an indent too deep', text: 'a:\n    b: 1' },
  { name: 'an indented first line', text: '  a: 1' },
  { name: 'an escaped surrogate', text: 'a: "\\u0041"', value: { a: 'A' } },
  { name: 'an unknown escape', text: 'a: "\\x"' },
  { name: 'a string left open', text: 'a: "b' },
  { name: 'text after a quoted string', text: 'a: "b" c' },
  {
    name: 'numbers that are texts',
    text: 'r[5]: 01,+1,1e400,.5,1.',
    value: { r: ['01', '+1', '1e400', '.5', '1.'] },
  },
  { name: 'negative zero', text: 'r[3]: -0,-0.0,0e1', value: { r: [0, 0, 0] } },
];
