import { describe, expect, it } from '@jest/globals';
import { decode, encode, encodeLines } from 'nestjs-kaizen/ktof';
import { resolveDecodeOptions } from '../../../lib/ktof/decode-options.js';
import { DecodeScope } from '../../../lib/ktof/decode/decode-scope.js';
import { DelimitedReader } from '../../../lib/ktof/decode/delimited-reader.js';
import { SourceLine } from '../../../lib/ktof/decode/source-line.js';

const text = (...lines: string[]) => lines.join('\n');

describe('headers that look alike', () => {
  it.each([
    {
      differ: 'in the delimiter',
      lines: ['a[1]{x,y}:', ' 1|2,3', 'b[1|]{x|y}:', ' 1,2|3', 'c[1\t]{x\ty}:', ' 1,2\t3|4'],
      value: { a: [{ x: '1|2', y: 3 }], b: [{ x: '1,2', y: 3 }], c: [{ x: '1,2', y: '3|4' }] },
    },
    {
      differ: 'in the delimiter, around one column',
      lines: ['a[1]{x}:', ' 1', 'b[1|]{x}:', ' "1,2"', 'c[1|]{x}:', ' 1,2'],
      value: { a: [{ x: 1 }], b: [{ x: '1,2' }], c: [{ x: '1,2' }] },
    },
    {
      differ: 'in the length and its mark',
      lines: [
        'a[1]{x,y}:',
        ' 1,2',
        'b[#2]{x,y}:',
        ' 1,2',
        ' 3,4',
        'c[0]{x,y}:',
        'd[1]{x,y}:',
        ' 5,6',
      ],
      value: {
        a: [{ x: 1, y: 2 }],
        b: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
        ],
        c: [],
        d: [{ x: 5, y: 6 }],
      },
    },
    {
      differ: 'in the quotes',
      lines: [
        'a[1]{x,y}:',
        ' 1,2',
        'b[1]{"x,y"}:',
        ' 1',
        'c[1]{"x",y}:',
        ' 1,2',
        'd[1]{x,"y "}:',
        ' 1,2',
      ],
      value: {
        a: [{ x: 1, y: 2 }],
        b: [{ 'x,y': 1 }],
        c: [{ x: 1, y: 2 }],
        d: [{ x: 1, 'y ': 2 }],
      },
    },
    {
      differ: 'in being keyed',
      lines: ['a[1]{x,y}:', ' 1,2', 'b[1:]{x,y}:', ' k: 1,2', 'c[1]{x,y}:', ' 3,4'],
      value: { a: [{ x: 1, y: 2 }], b: { k: { x: 1, y: 2 } }, c: [{ x: 3, y: 4 }] },
    },
    {
      differ: 'in what may be absent',
      lines: [
        'a[1]{x,y}:',
        ' 1,',
        'b[1]{x,y?}:',
        ' 1,',
        'c[1]{x,y}:',
        ' 1,',
        'd[1]{x,y?}:',
        ' 1,2',
      ],
      value: { a: [{ x: 1, y: '' }], b: [{ x: 1 }], c: [{ x: 1, y: '' }], d: [{ x: 1, y: 2 }] },
    },
    {
      differ: 'in the shape of a column',
      lines: [
        'a[1]{x,y}:',
        ' (1),2',
        'b[1]{x(y)}:',
        ' (1)',
        'c[1]{x{y}}:',
        ' (1)',
        'd[1]{x[](y)}:',
        ' [(1)]',
      ],
      value: {
        a: [{ x: '(1)', y: 2 }],
        b: [{ x: { y: 1 } }],
        c: [{ x: { y: '(1)' } }],
        d: [{ x: [{ y: 1 }] }],
      },
    },
    {
      differ: 'in nothing, with columns that every object inherits',
      lines: ['a[1]{__proto__,constructor}:', ' 1,2', 'b[1]{__proto__,constructor}:', ' 3,4'],
      value: JSON.parse(
        '{"a":[{"__proto__":1,"constructor":2}],"b":[{"__proto__":3,"constructor":4}]}',
      ) as unknown,
    },
    {
      differ: 'in nothing, with rows that begin with a tab',
      lines: ['a[1\t]{x?\ty}:', ' \t2', 'b[1\t]{x\ty}:', ' 1\t2', 'c[1\t]{x?\ty}:', ' \t4'],
      value: { a: [{ y: 2 }], b: [{ x: 1, y: 2 }], c: [{ y: 4 }] },
    },
  ])('and differ $differ are read each by itself', ({ lines, value }) => {
    expect(decode(text(...lines), { indent: 1 })).toStrictEqual(value);
  });

  it('give rows that share nothing', () => {
    const { a, b } = decode(text('a[1]{x,y}:', ' 1,[1]', 'b[1]{x,y}:', ' 1,[1]')) as {
      a: [{ y: number[] }];
      b: [{ y: number[] }];
    };
    a[0].y.push(2);

    expect(b).toEqual([{ x: 1, y: [1] }]);
  });
});

describe('an error at a header that came before', () => {
  const before = ['first:', ' a[1]{x,y}:', '  1,2', 'second:'];

  it.each([
    ['a row with too few cells', [' abc[1]{x,y}:', '  1'], 6, 3],
    ['a row with too many cells', [' abc[1]{x,y}:', '  1,2,3'], 6, 3],
    ['a bad cell', [' abc[1]{x,y}:', '  1,"2"3'], 6, 8],
    ['too few rows', [' abc[2]{x,y}:', '  1,2'], 5, 2],
    ['too many rows', [' abc[1]{x,y}:', '  1,2', '  3,4'], 7, 3],
    ['text behind it', [' abc[1]{x,y}: 1'], 5, 15],
    ['no colon behind it', [' abc[1]{x,y}'], 5, 13],
    ['the wrong delimiter', [' abc[1|]{x,y}:', '  1|2'], 5, 11],
    ['a column twice', [' abc[1]{x,y,x}:', '  1,2,3'], 5, 8],
  ])('has the right place: %s', (_what, lines, line, column) => {
    const decodeIt = () => decode(text(...before, ...lines), { indent: 1 });

    expect(decodeIt).toThrow(expect.objectContaining({ line, column }));
  });

  it('is thrown each time the same bad header comes', () => {
    const reader = new DelimitedReader(',', new DecodeScope('', resolveDecodeOptions()));
    const read = (number: number) => () =>
      reader.columns(new SourceLine('{x,x}:', number, 0, 0, 0), 0);

    for (const line of [1, 2]) expect(read(line)).toThrow(expect.objectContaining({ line }));
  });
});

describe('field lists without end', () => {
  const list = (name: string) => new SourceLine(`{${name},b}:`, 1, 0, 0, 0);

  it('are not all kept', () => {
    const reader = new DelimitedReader(',', new DecodeScope('', resolveDecodeOptions()));
    const first = reader.columns(list('a'), 0);
    expect(reader.columns(list('a'), 0)).toBe(first);

    for (let index = 0; index < 1000; index++) reader.columns(list(`a${index}`), 0);

    expect(reader.columns(list('a'), 0)).not.toBe(first);
  });

  it('are read all the same', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `n${index}`);
    const lines = names.map((name) => `${name}[1]{${name},id}:\n 1,2`);
    const value = Object.fromEntries(names.map((name) => [name, [{ [name]: 1, id: 2 }]]));

    expect(decode(text(...lines))).toEqual(value);
  });
});

describe('a text of many lines', () => {
  it.each([248, 249, 250, 251, 500, 501])('is whole after %d rows', (count) => {
    const rows = Array.from({ length: count }, (_, index) => ({ at: index, what: `row ${index}` }));
    const value = { rows, list: Array.from({ length: 2500 }, (_, index) => index), last: [] };

    for (const profile of ['ktof', 'toon', 'legacy'] as const) {
      const whole = encode(value, { profile });
      expect(decode(whole)).toEqual(value);
      expect([...encodeLines(value, { profile })].join('\n')).toBe(whole);
    }
  });
});
