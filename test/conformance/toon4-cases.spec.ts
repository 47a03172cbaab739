import { describe, expect, it } from '@jest/globals';
import { decode, type JsonValue } from 'nestjs-kaizen/ktof';
import { firstDifference } from '../support/json-arbitraries.js';
import { ourOutcome, ours, theirOutcome, theirs, type Outcome } from './codecs.js';
import { ADDITIONS, BROKEN_BRACKETS, OTHER_MEANINGS } from './superset-cases.js';
import { READ_CASES, WRITTEN_CASES, type ReadCase } from './toon4-cases.js';

function wanted({ value }: ReadCase): Outcome<JsonValue> {
  return value === undefined ? { rejected: true } : { value };
}

describe('what TOON 4 writes', () => {
  it.each(WRITTEN_CASES)('$name', ({ value, lines, options }) => {
    expect(theirs.encode(value, options).split('\n')).toEqual(lines);
    expect(ours.encode(value, options).split('\n')).toEqual(lines);
  });

  it.each(WRITTEN_CASES)('$name: is read back', ({ value, lines, options }) => {
    expect(firstDifference(theirs.decode(lines.join('\n'), options), value)).toBeUndefined();
    expect(firstDifference(ours.decode(lines.join('\n'), options), value)).toBeUndefined();
  });
});

describe('what TOON 4 reads and rejects', () => {
  it.each(READ_CASES)('$name', (readCase) => {
    const { text, options } = readCase;
    const reference = theirOutcome(() => theirs.decode(text, options));
    const outcome = ourOutcome(() => ours.decode(text, options));

    expect(firstDifference(reference, wanted(readCase))).toBeUndefined();
    expect(firstDifference(outcome, wanted(readCase))).toBeUndefined();
  });
});

/**
 * The one place where the same text means something else: unquoted text that begins with a bracket.
 * A TOON 4 encoder never writes it, a TOON 4 decoder reads it as a string; here it is a value.
 */
describe('what goes beyond TOON 4', () => {
  it.each(OTHER_MEANINGS)('reads a value where TOON reads a string: $text', (meaning) => {
    expect(firstDifference(theirs.decode(meaning.text), meaning.toon)).toBeUndefined();
    expect(firstDifference(ours.decode(meaning.text), meaning.value)).toBeUndefined();
  });

  it.each(ADDITIONS)('reads $text', ({ text, value }) => {
    expect(firstDifference(decode(text), value)).toBeUndefined();
  });

  it.each(BROKEN_BRACKETS)('rejects %j', (text) => {
    expect(ourOutcome(() => decode(text))).toEqual({ rejected: true });
  });
});
