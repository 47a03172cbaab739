/** Inputs of about 1 MB that are made to be slow. Each is made by counting: the same on every run. */

const SIZE = 1_000_000;

/** The text over and over, to 1 MB. */
const fill = (text) => text.repeat(Math.ceil(SIZE / text.length)).slice(0, SIZE);

/** As many of these as fit, with something around and between. */
function list(open, item, close, separator = ',') {
  const items = [];
  for (let size = 0; size < SIZE; size += items.at(-1).length + separator.length) {
    items.push(item(items.length));
  }
  return `${open}${items.join(separator)}${close}`;
}

const nested = (levels, inner) => `${'['.repeat(levels)}${inner}${']'.repeat(levels)}`;

/** JSON as a string in JSON, over and over until it is 1 MB: each level doubles the backslashes. */
function stringsInStrings() {
  let text = JSON.stringify({ rows: Array.from({ length: 20 }, (_, id) => ({ id, name: 'x' })) });
  while (text.length < SIZE / 2) text = JSON.stringify({ content: [{ type: 'text', text }] });
  return text;
}

/** @type {Record<string, () => string>} */
export const texts = {
  'opening brackets': () => fill('['),
  'opening braces': () => fill('{'),
  'objects that never close': () => fill('{"a":'),
  'objects in lists that never close': () => fill('[{"a":[1,'),
  'closing brackets': () => fill(']}'),
  'brackets in strings, never closed': () => `[${fill('"[",')}`,
  'brackets in and out of strings': () => fill('["[",{"{":"'),
  'braces in strings, odd quotes': () => fill('{"a{":"}'),
  'lists that break at the end': () => list('', () => '[[1],[2],[3],', ''),
  quotes: () => fill('"'),
  'a string that never ends': () => `["${fill('a')}`,
  'escapes that never end': () => `["${fill('\\\\')}`,
  'quotes in escapes': () => `["${fill('\\"')}`,
  'one long run': () => fill('a'),
  'one long number': () => `[${fill('1')}]`,
  'one long broken number': () => `[${fill('1')}x]`,
  'white space in brackets': () => `[${fill(' ')}`,
  'line breaks': () => fill('\n'),
  'code fences': () => fill('```json\n{\n```\n'),
  'small objects': () => fill('{"id":1,"name":"ab","x":1}\n'),
  'small lists': () => fill('[1,2,3,4,5,6,7,8,9,10,11]\n'),
  'small objects in one line': () => fill('see {"id":1,"name":"ab","x":1} and '),
  'too deep': () => nested(SIZE / 2, ''),
  'as deep as allowed': () => fill(`${nested(200, '')}\n`),
  'as deep as allowed, objects': () => fill(`${'{"a":'.repeat(199)}{"b":1}${'}'.repeat(199)}\n`),
  'as deep as allowed, strings': () => fill(`${'{"a":["x",'.repeat(99)}"{"${']}'.repeat(99)}\n`),
  'strings that hold brackets': () => list('[', () => '"{ this [ is no JSON at all"', ']'),
  'deep and wide': () =>
    nested(
      199,
      list('', () => '1', ''),
    ),
  'deep and wide, begins like an indented text': () =>
    `{\n        "a": ${nested(
      198,
      list('', () => '1', ''),
    )}}`,
  'deep and wide, one level a line': () =>
    `${Array.from({ length: 198 }, (_, level) => `[\n${' '.repeat(level + 1)}`).join('')}${list('', () => '1', '')}${']'.repeat(198)}`,
  'numbers that are written another way': () => list('[', () => '1.0', ']'),
  'numbers that grow': () => list('[', () => '1e20', ']'),
  'escapes that are written another way': () => list('["', () => '\\u00E9', '"]', ''),
  'escapes of Python': () => list('["', () => '\\u00e9', '"]', ''),
  'Python, a wide list': () => list('[', (at) => String(at % 10), ']', ', '),
  'one key in many rows': () => list('[', (at) => `{"a":${at}}`, ']'),
  'another key in each row': () => list('[', (at) => `{"k${at}":1}`, ']'),
  'keys in turning order': () =>
    list('[', (at) => (at % 2 ? '{"a":1,"b":2,"c":3}' : '{"c":1,"b":2,"a":3}'), ']'),
  'rows in rows': () => list('[', (at) => `{"a":{"b":{"c":[{"d":${at}}]}}}`, ']'),
  'sparse rows': () => list('[', (at) => `{"id":${at},"k${at % 300}":1}`, ']'),
  'strings in strings': stringsInStrings,
  'rows of JSON in strings': () =>
    JSON.stringify(
      Array.from({ length: 9000 }, (_, id) => ({
        id,
        data: JSON.stringify({ id, tags: ['a', 'b'], name: `user ${id}` }),
      })),
    ),
};

/** A table with the same row over and over. */
const table = (header, row, count) => `[${count}]{${header}}:${`\n ${row}`.repeat(count)}`;
const columns = (count) => Array.from({ length: count }, (_, at) => `k${at}?`).join(',');

/** Texts that are decoded as they are. @type {Record<string, () => string>} */
export const ktofs = {
  'a long key over many rows': () => table('k'.repeat(SIZE / 2), '1', 160_000),
  'columns that no row has': () => table(columns(1000), `1${','.repeat(999)}`, 990),
  'headers in headers': () => `[1]{${fill('a{')}`,
  'tuples in headers': () => `[1]{${fill('a(')}`,
  'one level deeper in each line': () =>
    Array.from({ length: 1400 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
  'lists in list items': () => fill('- '),
  'brackets that never close': () => `a: ${fill('[')}`,
  'cells that look like brackets': () => `[1]{a}:\n ${fill('[x')}`,
  'quotes that never close': () => `a: ${fill('"\\"')}`,
};
