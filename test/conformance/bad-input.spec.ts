import { describe, expect, it } from '@jest/globals';
import { decode, encode, type DecodeOptions, type EncodeOptions } from 'nestjs-kaizen/ktof';
import { KaizenFormatError } from '../../lib/errors/format.error.js';
import { KaizenOptionsError } from '../../lib/errors/options.error.js';
import { KaizenPayloadError } from '../../lib/errors/payload.error.js';
import { cpuMs, PATIENCE_MS } from '../support/patience.js';
import { failureOf } from './failure.js';

const DEEP = 100_000;

function nest(depth: number, wrap: (inner: unknown) => unknown, core: unknown = 1): unknown {
  let value = core;
  for (let level = 0; level < depth; level++) value = wrap(value);
  return value;
}

function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function cyclic(): Record<string, unknown> {
  const root: Record<string, unknown> = { name: 'root', list: [] };
  (root['list'] as unknown[]).push({ back: root });
  return root;
}

describe('a payload that JSON cannot hold', () => {
  it.each<{ name: string; item: unknown }>([
    { name: 'a BigInt', item: 10n },
    { name: 'a function', item: () => 1 },
    { name: 'a class', item: class {} },
    { name: 'a symbol', item: Symbol('s') },
    { name: 'a Map', item: new Map([['secret', 1]]) },
    { name: 'a Set', item: new Set(['secret']) },
    { name: 'a Promise', item: Promise.resolve('secret') },
    { name: 'a WeakMap', item: new WeakMap() },
    { name: 'a boxed BigInt', item: Object(1n) },
  ])('$name: a typed error with the path', ({ item }) => {
    for (const profile of ['ktof', 'toon', 'legacy'] as const) {
      const payload = { messages: [{ text: 'secret' }, { 'a key': { item } }] };
      const error = failureOf(() => encode(payload, { profile }));

      expect(error).toBeInstanceOf(KaizenPayloadError);
      expect(error).toMatchObject({
        code: 'KAIZEN_INVALID_PAYLOAD',
        path: '$.messages[1]["a key"].item',
      });
      expect(String(error)).not.toContain('secret');
    }
  });

  it.each<{ name: string; item: unknown }>([
    { name: 'a BigInt', item: 10n },
    { name: 'a function', item: () => 1 },
    { name: 'undefined', item: undefined },
    { name: 'a Map', item: new Map() },
  ])('$name at the root: a typed error at $', ({ item }) => {
    expect(failureOf(() => encode(item))).toBeInstanceOf(KaizenPayloadError);
    expect(failureOf(() => encode(item))).toMatchObject({ path: '$' });
  });

  it('a cycle: a typed error that names what holds itself', () => {
    const error = failureOf(() => encode({ a: [1, cyclic()] }));

    expect(error).toBeInstanceOf(KaizenPayloadError);
    expect(error).toMatchObject({ code: 'KAIZEN_INVALID_PAYLOAD', path: '$.a[1]' });
    expect(String(error)).toMatch(/cycl/);
  });

  it('the same object twice is no cycle', () => {
    const shared = { x: 1 };

    expect(decode(encode({ a: shared, b: [shared, shared] }))).toEqual({
      a: { x: 1 },
      b: [{ x: 1 }, { x: 1 }],
    });
  });

  it('an error that a getter or toJSON throws is the cause, with the place', () => {
    const reason = new TypeError('not ready');
    const toJSON = () => {
      throw reason;
    };

    const error = failureOf(() => encode({ a: { toJSON } }));

    expect(error).toBeInstanceOf(KaizenPayloadError);
    expect(error).toMatchObject({ path: '$.a', cause: reason });
    expect(JSON.stringify(error)).not.toContain('not ready');
  });
});

describe('the place of what is refused', () => {
  it('is that of a cycle, whatever else the payload holds', () => {
    const payload: Record<string, unknown> = { rows: many(1000, (id) => ({ id })) };
    payload['self'] = { back: payload };

    expect(failureOf(() => encode(payload))).toMatchObject({
      code: 'KAIZEN_INVALID_PAYLOAD',
      path: '$',
    });
  });

  it('shows the last steps of a long path, and cuts long keys', () => {
    const wrap = (inner: unknown, level: number) => ({
      [level === 0 ? 'k'.repeat(1e5) : `l${level}`]: inner,
    });
    let payload: unknown = () => 1;
    for (let level = 0; level < 30; level++) payload = wrap(payload, level);

    const { path, message } = failureOf(() => encode(payload)) as KaizenPayloadError;

    expect(path).toMatch(/^\$\.l29\.l28.*….*\.l1\.k{64}$/);
    expect(message.length).toBeLessThan(400);
  });

  it.each([
    ['an Error', new Error('x')],
    ['a RegExp', /x/],
    ['an ArrayBuffer', new ArrayBuffer(1)],
  ])('is named for %s, which JSON would empty', (_, value) => {
    expect(failureOf(() => encode({ at: [value] }))).toMatchObject({ path: '$.at[0]' });
  });
});

describe('a payload past the limits', () => {
  it.each<{ name: string; wrap: (inner: unknown) => unknown }>([
    { name: 'lists', wrap: (inner) => [inner] },
    { name: 'objects', wrap: (inner) => ({ a: inner }) },
    { name: 'rows', wrap: (inner) => [{ a: 1, b: inner }] },
    { name: 'keyed rows', wrap: (inner) => ({ a: { x: inner }, b: { x: 1 } }) },
  ])('too deep, in $name: a typed error', ({ wrap }) => {
    const error = failureOf(() => encode(nest(DEEP, wrap)));

    expect(error).toBeInstanceOf(KaizenPayloadError);
    expect(error).toMatchObject({ code: 'KAIZEN_PAYLOAD_TOO_DEEP' });
    expect((error as KaizenPayloadError).path.length).toBeLessThan(500);
    expect(String(error).length).toBeLessThan(1000);
  });

  it.each([200, 500])('as deep as allowed, %d levels, comes back in every profile', (maxDepth) => {
    const values = [
      nest(maxDepth, (inner) => [inner]),
      nest(maxDepth, (inner) => ({ a: inner })),
      nest(maxDepth / 2, (inner) => [{ a: inner, b: 1 }]),
      nest(maxDepth / 2, (inner) => [{ a: inner }, { a: inner === 1 ? 1 : [] }]),
    ];
    for (const value of values) {
      for (const profile of ['ktof', 'toon', 'legacy'] as const) {
        const text = encode(value, { profile, maxDepth });
        expect(JSON.stringify(decode(text, { maxDepth }))).toBe(JSON.stringify(value));
      }
    }
  });

  it('maxDepth counts the arrays and objects inside each other', () => {
    expect(encode([[[1]]], { maxDepth: 3 })).toBe('[[[1]]]');
    expect(failureOf(() => encode([[[1]]], { maxDepth: 2 }))).toMatchObject({
      code: 'KAIZEN_PAYLOAD_TOO_DEEP',
    });
    expect(decode('[[[1]]]', { maxDepth: 3 })).toEqual([[[1]]]);
    expect(decode('a:\n  b:\n    c: 1', { maxDepth: 3 })).toEqual({ a: { b: { c: 1 } } });
    expect(decode('a[1]{b}:\n  1', { maxDepth: 3 })).toEqual({ a: [{ b: 1 }] });
    for (const text of ['[[[1]]]', 'a:\n  b:\n    c: 1', 'a[1]{b}:\n  1', 'a[1]:\n  - b: 1']) {
      expect(failureOf(() => decode(text, { maxDepth: 2 }))).toBeInstanceOf(KaizenFormatError);
    }
  });

  it('too large: a typed error before any work', () => {
    const payload = { text: 'x'.repeat(2000) };

    expect(failureOf(() => encode(payload, { maxBytes: 1000 }))).toMatchObject({
      name: 'KaizenPayloadError',
      code: 'KAIZEN_PAYLOAD_TOO_LARGE',
    });
    expect(failureOf(() => decode(encode(payload), { maxBytes: 1000 }))).toMatchObject({
      name: 'KaizenPayloadError',
      code: 'KAIZEN_PAYLOAD_TOO_LARGE',
    });
    expect(decode(encode(payload, { maxBytes: 3000 }), { maxBytes: 3000 })).toEqual(payload);
  });

  it('size is counted in bytes, not in characters', () => {
    const text = '漢'.repeat(500);

    expect(failureOf(() => encode(text, { maxBytes: 1000 }))).toBeInstanceOf(KaizenPayloadError);
    expect(failureOf(() => decode(text, { maxBytes: 1000 }))).toBeInstanceOf(KaizenPayloadError);
  });
});

describe('a payload made to be slow', () => {
  it.each<{ name: string; value: unknown }>([
    { name: 'rows without a common key', value: many(20_000, (n) => ({ [`k${n}`]: n })) },
    { name: 'rows with one common key', value: many(20_000, (n) => ({ id: n, [`k${n}`]: n })) },
    { name: 'entries without a common key', value: { ...many(20_000, (n) => ({ [`k${n}`]: n })) } },
    { name: 'groups without a common key', value: many(20_000, (n) => ({ at: { [`k${n}`]: n } })) },
    { name: 'lists without a common key', value: many(20_000, (n) => ({ l: [{ [`k${n}`]: n }] })) },
    { name: 'wide rows', value: many(20, () => ({ ...many(20_000, (n) => n) })) },
    { name: 'an object of many keys', value: { ...many(100_000, (n) => n) } },
    { name: 'a long list', value: many(500_000, (n) => n) },
    { name: 'long texts', value: many(10, () => '"[{'.repeat(200_000)) },
    {
      name: 'a table in each cell',
      value: nest(150, (inner) => [
        { a: inner, b: 1 },
        { a: 1, b: 1 },
      ]),
    },
    {
      name: 'a table in each entry',
      value: nest(90, (inner) => ({ x: { a: inner }, y: { a: 1 } })),
    },
    {
      name: 'a list in each list',
      value: nest(150, (inner) => [{ l: [inner, 1] }, { l: [] }], {}),
    },
  ])('$name: written, and soon', async ({ value }) => {
    for (const profile of ['ktof', 'toon'] as const) {
      const written = () => encode(value, { profile, maxDepth: 500 });
      expect(await cpuMs(written)).toBeLessThan(PATIENCE_MS);
    }
  });
});

describe('bad options', () => {
  it.each<{ option: string; value: unknown }>([
    ...[';', '', ',,', ' ', 1, null].map((value) => ({ option: 'delimiter', value })),
    ...[0, 9, 1.5, '2', NaN, -1, null].map((value) => ({ option: 'indent', value })),
    ...['json', '', 1, null].map((value) => ({ option: 'profile', value })),
    ...['#', 1, null].map((value) => ({ option: 'lengthMarker', value })),
    ...[0, -1, 1.5, '9', Infinity, 1e9].map((value) => ({ option: 'maxDepth', value })),
    ...[0, -1, 1.5, '9', Infinity].map((value) => ({ option: 'maxBytes', value })),
    ...['delimeter', 'keyFolding', 'strict', '__proto__x'].map((option) => ({ option, value: 1 })),
  ])('encode: $option $value', ({ option, value }) => {
    const options = { [option]: value } as EncodeOptions;
    // A payload that is bad too: the options come first.
    const error = failureOf(() => encode(10n, options));

    expect(error).toBeInstanceOf(KaizenOptionsError);
    expect(error).toMatchObject({ option });
    expect(String(error)).toContain(option);
  });

  it.each<{ option: string; value: unknown }>([
    ...[0, 9, 1.5, '2', NaN, -1, null].map((value) => ({ option: 'indent', value })),
    ...['yes', 1, null].map((value) => ({ option: 'strict', value })),
    ...[0, -1, 1.5, '9', Infinity, 1e9].map((value) => ({ option: 'maxDepth', value })),
    ...[0, -1, 1.5, '9', Infinity].map((value) => ({ option: 'maxBytes', value })),
    ...['delimiter', 'expandPaths', 'profile'].map((option) => ({ option, value: 1 })),
  ])('decode: $option $value', ({ option, value }) => {
    const error = failureOf(() => decode('a: [', { [option]: value }));

    expect(error).toBeInstanceOf(KaizenOptionsError);
    expect(error).toMatchObject({ option });
  });

  it.each([null, 'ktof', 5, []])('options that are no object: %j', (options) => {
    expect(failureOf(() => encode({}, options as EncodeOptions))).toBeInstanceOf(
      KaizenOptionsError,
    );
    expect(failureOf(() => decode('', options as DecodeOptions))).toBeInstanceOf(
      KaizenOptionsError,
    );
  });

  it('an option given as undefined is one not given', () => {
    const options = { profile: undefined, delimiter: undefined, indent: undefined };

    expect(encode({ a: { b: [1, 2] } }, options)).toBe(encode({ a: { b: [1, 2] } }));
    expect(decode('a: 1', { strict: undefined, indent: undefined })).toEqual({ a: 1 });
  });
});
