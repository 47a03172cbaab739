import { describe, expect, it } from '@jest/globals';
import { decode, encode } from 'nestjs-kaizen/ktof';

describe('the first line KTOF:', () => {
  it.each(['KTOF:\na: 1', 'KTOF:\n\na: 1', 'KTOF: \r\n# rows follow\r\n\r\na: 1'])(
    'is skipped in %j',
    (text) => {
      expect(decode(text)).toEqual({ a: 1 });
    },
  );

  it.each([
    ['KTOF:\n a: 1', { KTOF: { a: 1 } }],
    ['KTOF:', { KTOF: {} }],
    ['KTOF: 1', { KTOF: 1 }],
  ])('is a key in %j', (text, value) => {
    expect(decode(text)).toEqual(value);
  });
});

describe('groups of any depth', () => {
  it.each(['ktof', 'toon'] as const)('come back in profile %s', (profile) => {
    let value: object = { x: 1 };
    for (let level = 0; level < 150; level++) value = { a: value };

    for (const payload of [[value, value], { a: value, b: value }]) {
      expect(decode(encode(payload, { profile }))).toEqual(payload);
    }
  });
});

describe('a string alone', () => {
  it.each(['\b', '\f', '\ud800', 'a\udc00b', '\ufeffx'])('%j is JSON, and comes back', (text) => {
    expect(encode(text).isWellFormed()).toBe(true);
    expect(decode(encode(text))).toBe(text);
    expect(encode(text).length).toBeLessThanOrEqual(JSON.stringify(text).length);
  });
});
