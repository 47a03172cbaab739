import { LONG_TEXTS, MALFORMED_TEXTS, type HostileText } from '../conformance/hostile-texts.js';

const MANY = 100_000;

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

const MARKS = [
  '[',
  '{',
  '(',
  '"',
  "'",
  '`',
  '~',
  '|',
  ',',
  ':',
  '-',
  '#',
  '/',
  '\\',
  '“',
  '…',
  '.',
  '<',
];

/** Long runs of what means something in a reply, alone, in cells and in JSON. */
const RUNS: HostileText[] = MARKS.flatMap((mark) => [
  { name: `a run of ${mark}`, text: mark.repeat(MANY) },
  { name: `lines of ${mark}`, text: `${mark}\n`.repeat(MANY) },
  { name: `a row of ${mark}`, text: `r[2]{a,b}:\n 1,${mark.repeat(MANY)}` },
  { name: `JSON and ${mark}`, text: `{"a": ${mark.repeat(MANY)}` },
  {
    name: `rows that begin with ${mark}`,
    text: `r[9]{a,b}:\n${` ${mark}1,2\n`.repeat(MANY / 10)}`,
  },
]);

const MIXED: HostileText[] = [
  { name: 'fences', text: '```\n{}\n```\n'.repeat(MANY) },
  { name: 'fences with data', text: lines(MANY / 5, (n) => `\`\`\`json\n{"n":${n}}\n\`\`\``) },
  { name: 'open fences', text: '```json\n'.repeat(MANY) },
  { name: 'a long language', text: `\`\`\`${'a'.repeat(MANY)}\`` },
  { name: 'fences on one line', text: '```json {} ``` '.repeat(MANY) },
  { name: 'broken fences', text: lines(MANY / 5, () => '```json\n{"a": tru\n```') },
  { name: 'thoughts', text: '<think></think>'.repeat(MANY) },
  { name: 'open thoughts', text: '<think>'.repeat(MANY) },
  { name: 'ends of thoughts', text: '</think>\n'.repeat(MANY) },
  { name: 'answers', text: '<answer>'.repeat(MANY) + '</answer>'.repeat(MANY) },
  { name: 'JSON among prose', text: lines(MANY / 5, (n) => `word\n{"n":${n}}`) },
  { name: 'open JSON among prose', text: lines(MANY / 5, () => 'word\n{"n":') },
  { name: 'Markdown rows', text: `|a|b|\n|-|-|\n${'|1|2|\n'.repeat(MANY)}` },
  { name: 'a wide Markdown row', text: `|a|b|\n|-|-|\n${'|1'.repeat(MANY)}` },
  { name: 'escaped pipes', text: `|a|b|\n|-|-|\n|${'\\|'.repeat(MANY)}` },
  { name: 'Markdown rules', text: `${'|-'.repeat(MANY)}x` },
  { name: 'tables', text: lines(MANY / 5, (n) => `t${n}[1]{a,b}:\n 1,2`) },
  { name: 'tables with wrong counts', text: lines(MANY / 5, (n) => `t${n}[3]{a,b}:\n 1,2`) },
  { name: 'headers', text: 'r[2]{a,b}:\n'.repeat(MANY) },
  { name: 'half headers', text: `r[${'{a,'.repeat(MANY)}` },
  { name: 'a row of brackets', text: `r[2]{a,b}:\n ${'[1,'.repeat(MANY)}` },
  { name: 'a row of quotes', text: `r[3]{a,b}:\n ${'"a",'.repeat(MANY)}` },
  { name: 'surplus cells', text: `r[2]{a,b}:\n 1,2\n ${'x, '.repeat(MANY)}` },
  { name: 'rows cut in each line', text: `r[9]{a,b}:\n${' 1\n'.repeat(MANY)}` },
  { name: 'rows without indent among prose', text: `r[9]{a,b}:\n${'1,2\n'.repeat(MANY / 5)}` },
  { name: 'YAML lists', text: `\`\`\`yaml\n${'- a: 1\n  b: 2\n'.repeat(MANY / 5)}\`\`\`` },
  { name: 'YAML quotes', text: `\`\`\`yaml\na: ${"'".repeat(MANY)}\n\`\`\`` },
  { name: 'comments', text: `{"a": 1, ${'/* x */ '.repeat(MANY)}` },
  { name: 'open comments', text: `{"a": 1, ${'/*'.repeat(MANY)}` },
  { name: 'trailing commas', text: `[${'1,'.repeat(MANY)}]` },
  { name: 'single quotes', text: `[${"'a',".repeat(MANY)}` },
  { name: 'JSON Lines', text: '{"a":1}\n'.repeat(MANY) },
  { name: 'odd texts', text: lines(MANY, (n) => (n === 0 ? `r[${MANY - 1}]{a}:` : ` 'x${n}'`)) },
  { name: 'blanks before a mark', text: `${' '.repeat(MANY)}x\n`.repeat(9) },
  { name: 'tabs before a mark', text: `\`\`\`yaml\n${'\t'.repeat(MANY)}x\n\`\`\`` },
  { name: 'deep lines', text: lines(1400, (n) => `${' '.repeat(n)}a:`) },
  { name: 'deep rows', text: `r[1]{a,b}:\n${lines(1400, (n) => `${' '.repeat(n)}1,2`)}` },
  { name: 'a long word of dots', text: `${'a.'.repeat(MANY)}: 1` },
  { name: 'keys with hyphens', text: `${'a-'.repeat(MANY)}[1]: 1` },
  { name: 'prose', text: 'The quick brown fox, it said: jump. '.repeat(MANY / 4) },
];

function inFence({ name, text }: HostileText): HostileText {
  return { name: `${name}, in a fence`, text: `\`\`\`ktof\n${text}` };
}

/** Replies made to be scanned over and over, or to overflow a stack. Around 0.1 to 3 MB each. */
export const HOSTILE_REPLIES: readonly HostileText[] = [
  ...LONG_TEXTS,
  ...MIXED,
  ...MALFORMED_TEXTS,
  ...RUNS,
  ...[...MALFORMED_TEXTS, ...RUNS].map(inFence),
];
