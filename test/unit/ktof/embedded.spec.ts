import { describe, expect, it } from '@jest/globals';
import fc, { type Arbitrary } from 'fast-check';
import { KaizenFormatError } from '../../../lib/errors/format.error.js';
import { KaizenPayloadError } from '../../../lib/errors/payload.error.js';
import { decode } from '../../../lib/ktof/decode.js';
import { findFragments } from '../../../lib/ktof/embedded/find-fragments.js';
import type { FragmentCodec } from '../../../lib/ktof/embedded/fragment-codec.js';
import { readPath, writePath } from '../../../lib/ktof/embedded/json-path.js';
import { isJsonStyle, styleOf, writeJson } from '../../../lib/ktof/embedded/json-style.js';
import { findKeyOrders, restoreKeyOrders } from '../../../lib/ktof/embedded/key-orders.js';
import { readReplacements } from '../../../lib/ktof/embedded/read-replacements.js';
import type { Replacement } from '../../../lib/ktof/embedded/replacement.js';
import { TextRestorer } from '../../../lib/ktof/embedded/text-restorer.js';
import { TextRewriter } from '../../../lib/ktof/embedded/text-rewriter.js';
import { encode } from '../../../lib/ktof/encode.js';
import type { JsonValue } from '../../../lib/ktof/json-value.js';
import { jsonValues, wellFormedTexts } from '../../support/json-arbitraries.js';

const codec: FragmentCodec = {
  maxDepth: 200,
  encode: (value) => encode(value),
  decode: (ktof) => decode(ktof),
  mismatch: () => {
    throw new Error('KTOF did not read back');
  },
};
const restorer = () => new TextRestorer(codec, 1_000_000);

function rewrite(text: string) {
  const rewriter = new TextRewriter(codec);
  const rewritten = rewriter.text(text, []);
  return { rewritten, replacements: rewriter.replacements, found: rewriter.found };
}

const users = [
  { id: 1, name: 'Ada' },
  { id: 2, name: 'Grace' },
];
const compact = JSON.stringify(users);
const ktof = '[2]{id,name}:\n 1,Ada\n 2,Grace';

/** Python's `json.dumps(value, ensure_ascii=False)`, written another way than in the library. */
function dumps(value: unknown): string {
  const lines = JSON.stringify(value, null, 1);
  return lines.replaceAll(/,\n */g, ', ').replaceAll(/\n */g, '');
}

function toAscii(json: string): string {
  return [...Array(json.length).keys()]
    .map((index) => json.charCodeAt(index))
    .map((code) =>
      code < 127 ? String.fromCharCode(code) : `\\u${code.toString(16).padStart(4, '0')}`,
    )
    .join('');
}

const WRITERS: Record<string, (value: unknown) => string> = {
  compact: (value) => JSON.stringify(value),
  python: dumps,
  tab: (value) => JSON.stringify(value, null, '\t'),
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8].map((indent) => [
      `pretty-${indent}`,
      (value: unknown) => JSON.stringify(value, null, indent),
    ]),
  ),
};
const STYLES = Object.entries(WRITERS).flatMap(([name, write]) => [
  [name, write] as const,
  [`${name}-ascii`, (value: unknown) => toAscii(write(value))] as const,
]);

describe('findFragments', () => {
  const texts = (text: string) =>
    findFragments(text, 200).map(({ start, end }) => text.slice(start, end));

  it.each([
    ['a whole text', compact, [compact]],
    ['in prose', `Users: ${compact} and more.`, [compact]],
    ['in a fence', `\`\`\`json\n${compact}\n\`\`\``, [compact]],
    ['in a tag', `<users>${compact}</users>`, [compact]],
    ['at the end of a sentence', `See ${compact}.`, [compact]],
    ['in a script without blanks', `用户：${compact}。`, [compact]],
    ['between words', `Users${JSON.stringify({ users })}end`, [JSON.stringify({ users })]],
    ['two, one after the other', `${compact}\n${compact}`, [compact, compact]],
    ['behind a bracket that opens nothing', `[see ${compact}`, [compact]],
    ['behind a quote that is odd', `{"a: ${compact}`, [compact]],
    ['the outermost only', `{"users":${compact}}`, [`{"users":${compact}}`]],
  ])('finds %s', (_, text, found) => {
    expect(texts(text)).toEqual(found);
  });

  it.each([
    ['short JSON', '{"a":1} [1,2,3] {"b":[1,2]}'],
    ['a trailing comma', '{"name":"Ada","city":"London",}'],
    ['single quotes', "{'name': 'Ada', 'city': 'London'}"],
    ['bare keys', '{name: "Ada", city: "London", zip: 1}'],
    ['comments', '{"name": "Ada" /* first */, "city": 1}'],
    ['NaN', '[1, 2, NaN, 3, 4, 5, 6, 7, 8, 9]'],
    ['leading zeros', '[01, 02, 03, 04, 05, 06, 07, 08]'],
    ['a line break in a string', '["a string\nthat goes on and on"]'],
    ['an unknown escape', '["a string \\x41 that goes on"]'],
    ['a cut off list', '[{"id":1},{"id":2},{"id":3},{"id":'],
    ['a call in code', `render(${compact}, 1)`],
    ['an index in code', `users${compact}`],
    ['a string in code', `echo '${compact}' | jq`],
    ['the receiver of a call in code', `const names = ${compact}.map(({ name }) => name)`],
    ['an argument in code', `render(page, [${compact}, x])`],
    ['a cell of a table', `1,${compact},2`],
    ['a query of a URL', `https://example.org/?q=%7B&x=${compact}/a`],
    ['more levels than allowed', `${'['.repeat(201)}${']'.repeat(201)}`],
  ])('leaves %s', (_, text) => {
    expect(texts(text)).toEqual([]);
  });

  it('finds what trying every place would find', () => {
    const pieces = [...'[]{}:," \n\\', '"a"', '1', 'true', '"a":', '[1]', '\\"', 'x', '{"k":"v"}'];
    const text = fc.array(fc.constantFrom(...pieces, JSON.stringify(users)), { maxLength: 24 });
    fc.assert(
      fc.property(text, (parts) => {
        const source = parts.join('');
        const expected = tryEveryPlace(source);
        const found = new Set(findFragments(source, 200).map(({ start }) => start));
        // What does not stand alone is found and left: it is no more in the list, but nothing else is.
        for (const start of found) expect(expected).toContain(start);
        for (const start of expected.filter((place) => isAlone(source, place))) {
          expect([...found]).toContain(start);
        }
      }),
      { numRuns: 600 },
    );
  });

  it.each(['[', '{"a":', '["[",', '{"{":"', '[{"a":[1,', '[[1],"{",'])(
    'takes no more than linear time for %s over and over',
    (piece) => {
      // Reading on from each bracket would take minutes.
      expect(findFragments(piece.repeat(100_000), 200)).toEqual([]);
    },
  );
});

/** Where the outermost JSON of at least 24 characters begins, by trying all ends of all beginnings. */
function tryEveryPlace(text: string): number[] {
  const starts: number[] = [];
  for (let start = 0; start < text.length; start++) {
    if (!'[{'.includes(text[start]!)) continue;
    const end = endOfJson(text, start);
    if (end === undefined) continue;
    if (end - start >= 24) starts.push(start);
    start = end - 1;
  }
  return starts;
}

function endOfJson(text: string, start: number): number | undefined {
  for (let end = start + 2; end <= text.length; end++) {
    try {
      JSON.parse(text.slice(start, end));
      if (']}'.includes(text[end - 1]!)) return end;
    } catch {
      // Not this end.
    }
  }
  return undefined;
}

function isAlone(text: string, start: number): boolean {
  const end = endOfJson(text, start)!;
  return /^$|\s/.test(text.charAt(start - 1)) && /^$|\s/.test(text.charAt(end));
}

describe('styles', () => {
  const value = {
    text: 'café "q" \\ \n 😀 \u007f',
    list: [1, 2.5, []],
    none: {},
    deep: { a: null },
  };

  it.each(STYLES)('%s is recognised and written again', (style, write) => {
    const source = write(value);
    expect(styleOf(source, JSON.parse(source) as JsonValue)).toBe(style);
    expect(isJsonStyle(style) && writeJson(value, style, source.length)).toBe(source);
  });

  it.each([
    ['a number with a fraction of zero', '{"price":1.0,"name":"x"}'],
    ['an exponent', '[1e5,2,3]'],
    ['a number past 2^53', '[9007199254740993]'],
    ['a negative zero', '[-0]'],
    ['a key twice', '{"a":1,"a":2}'],
    ['an escaped slash', '["a\\/b"]'],
    ['an escape in upper case', '["\\u00E9"]'],
    ['an escape that no writer needs', '["\\u0041"]'],
    ['a mixture of escaped and plain', '["\\u00e9é"]'],
    ['uneven blanks', '{"a": 1,"b":2}'],
    ['an indent that is uneven', '{\n  "a": 1,\n   "b": 2\n}'],
    ['an indent of nine', '[\n         1\n]'],
    ['Windows line ends', '[\r\n  1\r\n]'],
    ['keys that are numbers, in another order', '{"2":1,"1":2}'],
  ])('%s has no style', (_, source) => {
    expect(styleOf(source, JSON.parse(source) as JsonValue)).toBeUndefined();
  });

  it('writes nothing that is longer than allowed, without writing it first', () => {
    let deep: JsonValue = Array.from({ length: 100_000 }, () => 1);
    for (let level = 0; level < 190; level++) deep = [deep];

    expect(writeJson(deep, 'pretty-8', 1_000_000)).toBeUndefined();
    expect(writeJson(['é'], 'compact-ascii', 8)).toBeUndefined();
    expect(styleOf(`[\n        ${'1'.repeat(100)}]`, deep)).toBeUndefined();
  });

  it.each(['', 'pretty', 'pretty-9', 'compact-', 'constructor', null, 2])('%j is none', (name) => {
    expect(isJsonStyle(name)).toBe(false);
  });
});

describe('rewriting a text', () => {
  it('puts KTOF on lines of its own', () => {
    expect(rewrite(`Users: ${compact} and more`).rewritten).toBe(`Users: \n${ktof}\n and more`);
    expect(rewrite(`Users:\n${compact}\nand more`).rewritten).toBe(`Users:\n${ktof}\nand more`);
    expect(rewrite(`Users:\r\n${compact}\r\nand`).rewritten).toBe(`Users:\r\n${ktof}\r\nand`);
    expect(rewrite(compact).rewritten).toBe(ktof);
  });

  it('leaves JSON in its line where that is what it becomes', () => {
    const matrix = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    const { rewritten, replacements } = rewrite(`Of ${JSON.stringify(matrix, null, 2)}.`);

    expect(rewritten).toBe('Of [[1,2],[3,4],[5,6]].');
    expect(replacements).toMatchObject([{ path: '$', offset: 3, length: 19, style: 'pretty-2' }]);
  });

  it('never quotes or escapes the text around', () => {
    const around = 'He said: "a,b\\n"\n\t- [x] done\n# {y}\n\n';
    expect(rewrite(around + compact + around).rewritten).toBe(`${around}${ktof}\n${around}`);
    expect(rewrite(around)).toEqual({ rewritten: around, replacements: [], found: 0 });
  });

  it('counts what it finds and leaves what gets hardly smaller or cannot be written again', () => {
    const text = `[10,20,30,40,50,60,70,80,90]\n[{"id":1.0},{"id":2.0},{"id":3.0}]\n${compact}`;
    const { found, replacements, rewritten } = rewrite(text);

    expect({ found, replaced: replacements.length }).toEqual({ found: 3, replaced: 1 });
    expect(rewritten).toBe(text.replace(compact, ktof));
  });

  it('reaches JSON in strings of JSON', () => {
    const inside = JSON.stringify({ content: [{ type: 'text', text: `Found: ${compact}` }] });
    const { rewritten, replacements } = rewrite(inside);

    expect(decode(rewritten)).toEqual({ content: [{ type: 'text', text: `Found: \n${ktof}` }] });
    expect(replacements[0]?.inner).toMatchObject([{ path: '$.content[0].text', offset: 7 }]);
    expect(restorer().text(rewritten, replacements)).toBe(inside);
  });

  it('brings the order of keys back where a table has another', () => {
    const rows = [
      { a: 1, b: 2, c: 3 },
      { c: 3, b: 2, a: 1 },
      { b: 1, a: { y: 1, x: 2 } },
    ];
    const source = JSON.stringify({ rows });
    const { rewritten, replacements } = rewrite(source);

    expect(rewritten).not.toBe(source);
    expect(replacements[0]?.orders).toBeDefined();
    expect(restorer().text(rewritten, replacements)).toBe(source);
  });

  it('leaves a fragment whose KTOF does not read back, and tells', () => {
    let told = 0;
    const broken = { ...codec, decode: () => null, mismatch: () => void told++ };
    const throwing = {
      ...broken,
      decode: () => {
        throw new KaizenFormatError('x', 1, 1, 'y');
      },
    };
    for (const each of [broken, throwing]) {
      expect(new TextRewriter(each).text(compact, [])).toBe(compact);
    }
    expect(told).toBe(2);
  });
});

/** Texts with JSON of every style between prose, fences, brackets and line breaks. */
function textsWithJson(): Arbitrary<string> {
  const json = fc
    .tuple(jsonValues(wellFormedTexts), fc.constantFrom(...STYLES.map(([, write]) => write)))
    .map(([value, write]) => write(value));
  const nested = json.map((text) => JSON.stringify({ result: [{ type: 'text', text }] }));
  const prose = fc.oneof(
    wellFormedTexts,
    fc.constantFrom('\n', ' ', 'see: ', '```json\n', '\n```\n', '[', '{"a": ', '"', '\\', '\r\n'),
  );
  return fc
    .array(fc.oneof(prose, json, nested, fc.constantFrom('\n', ' ')), { maxLength: 12 })
    .map((parts) => parts.join(''));
}

describe('what was rewritten', () => {
  it('comes back to the character, through JSON as well', () => {
    fc.assert(
      fc.property(textsWithJson(), (text) => {
        const { rewritten, replacements } = rewrite(text);
        const sent = JSON.parse(JSON.stringify(replacements)) as unknown;
        expect(restorer().text(rewritten, readReplacements(sent))).toBe(text);
      }),
      { numRuns: 600 },
    );
  });

  it('is smaller in each replaced place by 2 % or more, the same elsewhere, and always the same', () => {
    fc.assert(
      fc.property(textsWithJson(), (text) => {
        const { rewritten, replacements } = rewrite(text);
        expect(rewrite(text)).toEqual(expect.objectContaining({ rewritten, replacements }));
        expect(rewritten === text).toBe(replacements.length === 0);
        for (const { offset, length, ...form } of replacements) {
          const part = rewritten.slice(offset, offset + length);
          const source = restorer().fragment(part, form);
          expect(Buffer.byteLength(part)).toBeLessThanOrEqual(0.98 * Buffer.byteLength(source));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('replacements that do not fit', () => {
  const { rewritten, replacements } = rewrite(`Users: ${compact} and ${compact} more`);
  const [first, second] = replacements as [Replacement, Replacement];

  it.each<[string, unknown]>([
    ['no list', {}],
    ['an item that is null', [null]],
    ['an item that is a list', [[]]],
    ['fields that are inherited', [Object.create(first)]],
    ['a negative offset', [{ ...first, offset: -1 }]],
    ['an offset that is no whole number', [{ ...first, offset: 0.5 }]],
    ['an offset past the end', [{ ...first, offset: 1e15 }]],
    ['a length past the end', [{ ...first, length: 1e15 }]],
    ['a length that is text', [{ ...first, length: '5' }]],
    ['an unknown style', [{ ...first, style: 'yaml' }]],
    ['a style of the prototype', [{ ...first, style: '__proto__' }]],
    ['overlapping places', [first, { ...second, offset: first.offset + 1 }]],
    ['places in another order', [second, first]],
    ['a place that is no KTOF', [{ ...first, offset: first.offset + 3 }]],
    ['an inner path that is not there', [{ ...first, inner: [{ ...first, path: '$.a' }] }]],
    ['an inner path that is inherited', [{ ...first, inner: [{ ...first, path: '$.length' }] }]],
    ['an inner path to the prototype', [{ ...first, inner: [{ ...first, path: '$.__proto__' }] }]],
    ['an inner path that is none', [{ ...first, inner: [{ ...first, path: 'a.b' }] }]],
    ['inner places without end', [nest(first, 50)]],
    ['orders that are none', [{ ...first, orders: 'x' }]],
    ['an order without places', [{ ...first, orders: [[0]] }]],
    ['an order with a place twice', [{ ...first, orders: [[0, [0, 0]]] }]],
    ['an order with a place too many', [{ ...first, orders: [[0, [0, 1, 2]]] }]],
    ['an order with a place past the end', [{ ...first, orders: [[0, [0, 2]]] }]],
  ])('are refused: %s', (_, list) => {
    const restore = () => restorer().text(rewritten, readReplacements(list));

    expect(restore).toThrow(KaizenPayloadError);
    expect(restore).toThrow(expect.objectContaining({ path: '$.replayMeta' }));
  });

  it('are refused when they would make the text larger than the budget', () => {
    const deep = `${'['.repeat(150)}${'1,'.repeat(5000)}1${']'.repeat(150)}`;
    const pretty = { path: '$', offset: 0, length: deep.length, style: 'pretty-8' as const };
    const long = `[1000]{${'k'.repeat(5000)}}:${'\n 1'.repeat(1000)}`;
    const wide = { ...pretty, length: long.length, style: 'compact' as const };

    expect(() => restorer().text(deep, [pretty])).toThrow(KaizenPayloadError);
    expect(() => restorer().text(long, [wide])).toThrow(KaizenPayloadError);
    expect(() => restorer().text(long, [{ ...wide, style: 'python' }])).toThrow(KaizenPayloadError);
  });
});

function nest(replacement: Replacement, levels: number): Replacement {
  return levels === 0 ? replacement : { ...replacement, inner: [nest(replacement, levels - 1)] };
}

describe('orders of keys', () => {
  it('bring back any order', () => {
    const shuffled = jsonValues(wellFormedTexts).chain((value) =>
      fc.tuple(fc.constant(value), fc.infiniteStream(fc.nat(7))),
    );
    fc.assert(
      fc.property(shuffled, ([original, turns]) => {
        const decoded = turnKeys(original, turns);
        const restored = restoreKeyOrders(decoded, findKeyOrders(decoded, original));
        expect(JSON.stringify(restored)).toBe(JSON.stringify(original));
      }),
    );
  });
});

function turnKeys(value: JsonValue, turns: Iterator<number>): JsonValue {
  if (Array.isArray(value)) return value.map((item) => turnKeys(item, turns));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, turnKeys(item, turns)] as const);
  const turn = Number(turns.next().value) % (entries.length || 1);
  return Object.fromEntries([...entries.slice(turn), ...entries.slice(0, turn)]);
}

describe('paths', () => {
  it('are read as they were written', () => {
    const step = fc.oneof(wellFormedTexts, fc.nat(), fc.constantFrom('__proto__', 'a"]["b', ''));
    fc.assert(
      fc.property(fc.array(step), (path) => {
        expect(readPath(writePath(path))).toEqual(path);
      }),
    );
  });

  it.each([
    '',
    'a',
    '$a',
    '$.',
    '$.a b',
    '$[',
    '$[1',
    '$[x]',
    '$["a]',
    '$["a"',
    '$["\\x"]',
    '$..a',
  ])('refuse %j', (text) => {
    expect(readPath(text)).toBeUndefined();
  });
});
