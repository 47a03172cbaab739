/** A text, and what makes it hostile. */
export interface HostileText {
  readonly name: string;
  readonly text: string;
}

const DEEP = 100_000;
const LONG = 1_000_000;

function lines(count: number, line: (level: number) => string): string {
  return Array.from({ length: count }, (_, level) => line(level)).join('\n');
}

function item(indent: number, level: number, header: string): string {
  return ' '.repeat(indent * level) + (level === 0 ? '' : '- ') + header;
}

const OPEN = '['.repeat(DEEP);
const CLOSE = ']'.repeat(DEEP);
const JSON_OPEN = '{"a":'.repeat(DEEP);
const NAMES = lines(DEEP, (n) => `c${n}`).replaceAll('\n', ',');

/** Texts that no value stands behind, made to overflow a stack or to be scanned over and over. */
export const MALFORMED_TEXTS: readonly HostileText[] = [
  { name: 'open brackets', text: OPEN },
  { name: 'open braces', text: '{'.repeat(DEEP) },
  { name: 'open objects', text: JSON_OPEN },
  { name: 'a deep JSON array', text: OPEN + CLOSE },
  { name: 'a deep JSON object', text: `${JSON_OPEN}1${'}'.repeat(DEEP)}` },
  { name: 'a deep JSON value', text: `a: ${OPEN}${CLOSE}` },
  { name: 'a deep cell', text: `r[1]{a,b}:\n  1,${OPEN}${CLOSE}` },
  { name: 'a deep cell of objects', text: `r[1]{a}:\n  ${'{"a":['.repeat(DEEP)}` },
  { name: 'a deep cell, never closed', text: `r[1]{a,b}:\n  1,${OPEN}` },
  { name: 'cells left open', text: `r[1]{a,b}:\n  ${'[1,'.repeat(DEEP)}` },
  { name: 'cells left open in quotes', text: `r[1]{a,b}:\n  ${'["a'.repeat(DEEP)}` },
  { name: 'deep tuples', text: `r[1]{a(b,c)}:\n  ${'('.repeat(DEEP)}1${')'.repeat(DEEP)}` },
  { name: 'deep field groups', text: `r[1]{${'a{'.repeat(DEEP)}b${'}'.repeat(DEEP)}}:\n  1` },
  { name: 'open field groups', text: `r[1]{${'a{'.repeat(DEEP)}:\n  1` },
  { name: 'deep tuple columns', text: `r[1]{${'a('.repeat(DEEP)}b${')'.repeat(DEEP)}}:\n  1` },
  { name: 'deep tuple lists', text: `r[1]{${'a[]('.repeat(DEEP)}b${')'.repeat(DEEP)}}:\n  1` },
  { name: 'deep keys', text: lines(3000, (level) => `${' '.repeat(level)}a:`) },
  { name: 'deep lists', text: lines(3000, (level) => item(1, level, '[1]:')) },
  { name: 'deep list items', text: lines(3000, (level) => item(2, level, 'a[1]:')) },
  { name: 'hyphens', text: `a[1]:\n  ${'- '.repeat(DEEP)}[1]:` },
  { name: 'a string left open', text: `a: "${'\\"'.repeat(DEEP)}` },
  { name: 'a string left open behind backslashes', text: `a: "${'\\'.repeat(2 * DEEP + 1)}"` },
  { name: 'quotes left open in cells', text: `r[1]{a}:\n  ${'",'.repeat(DEEP + 1)}` },
  { name: 'a key left open', text: `"${'a'.repeat(DEEP)}` },
  { name: 'a huge count', text: 'r[99999999999999999999]{a}:\n  1' },
  { name: 'a huge count of a list', text: 'r[4294967295]: 1' },
  { name: 'an endless count', text: `r[${'9'.repeat(DEEP)}]: 1` },
  { name: 'colons in a row', text: `r[2]{a}:\n  1\n${':'.repeat(DEEP)}` },
  { name: 'a list with a value too many', text: `a[${DEEP}]: 1${',1'.repeat(DEEP)}` },
];

/** Valid texts with something in them that is very long or very often there. */
export const LONG_TEXTS: readonly HostileText[] = [
  { name: 'a long word', text: 'a'.repeat(LONG) },
  { name: 'a long number', text: `a: ${'1'.repeat(LONG)}` },
  { name: 'a long value', text: `a: ${'b '.repeat(LONG)}c` },
  { name: 'a long string of escapes', text: `a: "${'\\"\\n'.repeat(LONG / 2)}"` },
  { name: 'a long string of backslashes', text: `a: "${'\\'.repeat(LONG)}"` },
  { name: 'a long key', text: `${'a'.repeat(LONG)}: 1` },
  { name: 'parentheses as a key', text: `${'('.repeat(LONG)}: 1` },
  { name: 'a long run of spaces', text: `a: ${' '.repeat(LONG)}b` },
  { name: 'a long run of spaces between words', text: `a: b${' '.repeat(LONG)}c` },
  { name: 'a long list', text: `a[${DEEP}]: 1${',1'.repeat(DEEP - 1)}` },
  { name: 'a long list cell', text: `r[1]{a}:\n  [${'x,'.repeat(DEEP)}x]` },
  { name: 'a list of tuples', text: `r[1]{a[](x,y)}:\n  [(1,2)${',(3,4)'.repeat(DEEP)}]` },
  { name: 'a wide table', text: `r[1]{${NAMES}}:\n  1${',1'.repeat(DEEP - 1)}` },
  { name: 'many rows', text: `r[${DEEP}]{a,b}:\n${'  1,x\n'.repeat(DEEP)}` },
  { name: 'many keys', text: lines(DEEP, (n) => `k${n}: ${n}`) },
  { name: 'many list items', text: `r[${DEEP}]:\n${'  - a: 1\n'.repeat(DEEP)}` },
  { name: 'many blank lines', text: `a: 1${'\n'.repeat(LONG)}b: 2` },
  { name: 'many comments', text: `a: 1\n${'# x\n'.repeat(DEEP)}b: 2` },
  { name: 'a blank line before each key', text: lines(DEEP, (n) => `\nk${n}: ${n}`) },
  { name: 'brackets inside a word', text: `a: x${OPEN}` },
  { name: 'braces inside a word', text: `a: x${'{'.repeat(DEEP)}` },
  { name: 'brackets in a string', text: `a: "${'[{('.repeat(DEEP)}"` },
  { name: 'JSON', text: `[${lines(DEEP, (n) => `{"n":${n},"s":"${n}"}`).replaceAll('\n', ',')}]` },
];
