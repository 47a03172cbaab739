import { describe, expect, it } from '@jest/globals';
import { readCorpus } from './corpus.js';
import { verdictOn } from './outcome.js';

const corpus = readCorpus().map((entry) => ({ entry, verdict: verdictOn(entry) }));
const families = [...new Set(corpus.map(({ entry }) => entry.family))];

function namesOf(verdicts: typeof corpus): string[] {
  return verdicts.map(({ entry }) => entry.name);
}

describe('the corpus of replies', () => {
  it('is large, and says what each reply means', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(120);
    expect(new Set(namesOf(corpus)).size).toBe(corpus.length);
  });

  it('has few replies for which text is good enough', () => {
    const hard = corpus.filter(({ entry }) => entry.hard);

    expect(hard.length / corpus.length).toBeLessThanOrEqual(0.15);
  });

  it('is read with no silent wrong value', () => {
    expect(namesOf(corpus.filter(({ verdict }) => verdict === 'silent'))).toEqual([]);
  });

  it('is read right nine times of ten, and no text becomes data', () => {
    const right = corpus.filter(({ verdict }) => verdict === 'right');
    const texts = corpus.filter(({ entry }) => entry.kind === 'text');

    expect(right.length / corpus.length).toBeGreaterThanOrEqual(0.9);
    expect(namesOf(texts.filter(({ verdict }) => verdict !== 'right'))).toEqual([]);
  });

  it('is read right nine times of ten also where text would be good enough', () => {
    const verdicts = corpus.map(({ entry }) => verdictOn({ ...entry, hard: false }));
    const right = verdicts.filter((verdict) => verdict === 'right');

    expect(right.length / corpus.length).toBeGreaterThanOrEqual(0.9);
  });

  it.each(families)('%s: right at least eight times of ten', (family) => {
    const own = corpus.filter(({ entry }) => entry.family === family);
    const right = own.filter(({ verdict }) => verdict === 'right');

    expect(right.length / own.length).toBeGreaterThanOrEqual(0.8);
  });
});
