import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decode, encode } from 'nestjs-kaizen/ktof';

const document = readFileSync(new URL('../../../docs/ktof.md', import.meta.url), 'utf8');
const examples = [...document.matchAll(/```ktof\n([^]*?)\n```/g)].map((match) => match[1]!);

describe('the examples of docs/ktof.md', () => {
  it('are there', () => {
    expect(examples.length).toBeGreaterThanOrEqual(5);
  });

  it.each(examples)('are what the encoder writes: %s', (text) => {
    expect(encode(decode(text))).toBe(text);
  });
});
