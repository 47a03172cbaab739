import fc, { type Arbitrary } from 'fast-check';
import { encode, type JsonValue } from 'nestjs-kaizen/ktof';
import { shapes } from '../conformance/options-matrix.js';
import { jsonValues } from './json-arbitraries.js';

/** Texts that nobody could take for something else. */
const plainTexts = fc.constantFrom(
  'Ada',
  'in stock',
  'GET /v1',
  'a/b',
  'x_1',
  '漢字',
  'two words',
  'A-1',
);

/** Profile `toon` writes an empty object as no text at all, and then there is nothing in the fence. */
function isInFence(value: JsonValue): boolean {
  const isContainer = typeof value === 'object' && value !== null;
  return isContainer && (Array.isArray(value) || Object.keys(value).length > 0);
}

/** Arrays and objects of plain texts, numbers and literals. */
export const plainValues: Arbitrary<JsonValue> = jsonValues(plainTexts).filter(isInFence);

/** Arrays and objects of any texts. */
export function containersOf(texts: Arbitrary<string>): Arbitrary<JsonValue> {
  return jsonValues(texts).filter(isInFence);
}

const PREAMBLES = [
  '',
  'Sure! Here is the data:\n\n',
  'Result:\n',
  '<think>\nHm: 1, 2\n</think>\n\n',
];
const ENDINGS = [
  '',
  '\n',
  '\n\nLet me know if you need more: columns, rows, anything.',
  '\n\nNote: done.',
];

/** A value, how a model that makes no slips would send it, and the data in that reply. */
export interface WrappedValue {
  readonly value: JsonValue;
  readonly content: string;
  readonly reply: string;
}

/** A fence that no line of the content can be taken for. */
function fenceAround(content: string): string {
  const runs = content.match(/`+/g) ?? [];
  return '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
}

/** Values in a fence, with text before and behind it, in every profile, delimiter and indent, or as JSON. */
export function wrapped(values: Arbitrary<JsonValue>): Arbitrary<WrappedValue> {
  const parts = {
    value: values,
    shape: fc.option(shapes, { freq: 4, nil: undefined }),
    indent: fc.constantFrom(undefined, 2),
    preamble: fc.constantFrom(...PREAMBLES),
    ending: fc.constantFrom(...ENDINGS),
    lineEnd: fc.constantFrom('\n', '\n', '\r\n'),
  };
  return fc.record(parts).map(({ value, shape, indent, preamble, ending, lineEnd }) => {
    const content = shape ? encode(value, shape) : JSON.stringify(value, null, indent);
    const fence = fenceAround(content);
    const text = `${preamble}${fence}${shape ? 'ktof' : 'json'}\n${content}\n${fence}${ending}`;
    return { value, content, reply: text.replaceAll('\n', lineEnd) };
  });
}

const word = fc.constantFrom(
  ...'the a quick fox data users list of is are and or then JSON table 3 42 [1] (see) "so-called" it’s'.split(
    ' ',
  ),
);
const sentence = fc
  .tuple(
    fc.array(word, { minLength: 2, maxLength: 12 }),
    fc.constantFrom('.', '!', '?', ':', '', ',', ';'),
  )
  .map(([words, end]) => words.join(' ') + end);
const LABELS = [
  'Note',
  'Answer',
  'Dear Bob',
  'Step 1',
  'Q',
  'note',
  'INFO',
  'Pros',
  'P.S.',
  'Alice',
  '**Name**',
];
const label = fc
  .tuple(fc.constantFrom(...LABELS), sentence)
  .map(([name, text]) => `${name}: ${text}`);
const item = fc.tuple(
  fc.constantFrom('- ', '* ', '1. ', '2) ', '> ', '# ', '  - ', '\t', '| '),
  sentence,
);
const line = fc.oneof(
  sentence,
  sentence,
  label,
  item.map(([mark, text]) => mark + text),
  fc.constant(''),
);

/** Sentences, labels, bullets and blank lines. */
export const prose: Arbitrary<string> = fc
  .array(line, { minLength: 1, maxLength: 8 })
  .map((lines) => lines.join('\n'));
