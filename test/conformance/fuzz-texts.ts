import fc, { type Arbitrary } from 'fast-check';

const FORMAT_CHARACTERS = [...'[]{}():,|\t\n "-#?0123abc\\\r\ufeff'];

const TOKENS = [
  ...[
    'a',
    'b: 1',
    'a:',
    'a: ',
    '"a"',
    '"a":',
    '"',
    '- ',
    '-',
    '[]',
    '[2]:',
    '[2]: 1,2',
    '[#1]:',
    '#',
    'KTOF:',
  ],
  ...[
    'r[2]{a,b}:',
    'r[2:]{a,b}:',
    'r[1]{a{b,c}}:',
    'r[1]{a?,b(x,y)}:',
    'r[1]{a[](x,y),b}:',
    '[1|]{a|b}:',
  ],
  ...[
    '1,2',
    ',',
    '(1,2)',
    '[(1,2),(3,4)]',
    '[a,b]',
    '{"a":1}',
    '{"a":',
    '[1,',
    '(',
    ']',
    '}',
    'x?',
    ' ',
    '\r',
  ],
];

/** Lines of format tokens at one of a few depths: most are nearly valid, some are valid. */
const tokenLines: Arbitrary<string> = fc
  .array(
    fc.record({
      depth: fc.constantFrom(0, 0, 1, 1, 2, 2, 3, 4),
      tokens: fc.array(fc.constantFrom(...TOKENS), { maxLength: 3 }),
    }),
    { maxLength: 6 },
  )
  .map((lines) => lines.map(({ depth, tokens }) => ' '.repeat(depth) + tokens.join('')).join('\n'));

/** Strings of any kind: arbitrary, made of format characters, made of format tokens. */
export const fuzzTexts: Arbitrary<string> = fc.oneof(
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 4,
    arbitrary: fc.string({ unit: fc.constantFrom(...FORMAT_CHARACTERS), maxLength: 60 }),
  },
  { weight: 4, arbitrary: tokenLines },
);
