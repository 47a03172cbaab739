import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Comparison, compare } from './src/compare.js';
import { reportOf } from './src/report.js';
import { loadTexts } from './src/texts.js';
import { loadVocabularies } from './src/vocabularies.js';

const comparisons = new Map<string, Comparison[]>();

beforeAll(async () => {
  for (const vocabulary of await loadVocabularies())
    comparisons.set(vocabulary.name, await compare(vocabulary, loadTexts()));
}, 60_000);

const all = () => [...comparisons.values()].flat();
const sizeOf = (percents: number[]) =>
  percents.reduce((sum, percent) => sum + Math.abs(percent), 0) / percents.length;

describe('the estimates', () => {
  it('are compared for three models and seven kinds of text', () => {
    expect([...comparisons.keys()]).toEqual(['Llama 3', 'Mistral 7B', 'Llama 2']);
    expect(all()).toHaveLength(21);
  });

  it('hold the actual count in their range, but for one text in ten', () => {
    expect(all().filter(({ inRange }) => !inRange).length).toBeLessThanOrEqual(2);
  });

  it('are nearer than four characters a token, by more than three times', () => {
    const ours = sizeOf(all().map(({ offPercent }) => offPercent));
    const rule = sizeOf(all().map(({ ruleOffPercent }) => ruleOffPercent));
    expect(ours).toBeLessThan(8);
    expect(rule).toBeGreaterThan(3 * ours);
  });

  it('are within a tenth on structured data, in JSON and in KTOF', () => {
    const structured = all().filter(({ kind }) => /JSON|KTOF/.test(kind));
    expect(structured).toHaveLength(6);
    expect(Math.max(...structured.map(({ offPercent }) => Math.abs(offPercent)))).toBeLessThan(10);
  });
});

describe('the report', () => {
  it('is aligned, and names the text the estimate is furthest off on', () => {
    const found = comparisons.get('Llama 3') ?? [];
    const lines = reportOf('Llama 3', found).split('\n');
    expect(lines).toHaveLength(11);
    expect(new Set(lines.slice(1, -1).map((line) => line.length)).size).toBe(1);
    const worst = Math.round(Math.max(...found.map(({ offPercent }) => Math.abs(offPercent))));
    expect(lines.at(-1)).toMatch(new RegExp(`^Furthest off on .*, by [+-]${worst} %\\. .*\\.$`));
  });

  it('says so when the actual count is out of the range', () => {
    const found = all().filter(({ inRange }) => inRange);
    expect(reportOf('all', found)).not.toMatch(/ NO /);
    const [first] = found.map((comparison) => ({ ...comparison, inRange: false }));
    expect(reportOf('one', first ? [first] : [])).toMatch(/ NO /);
  });

  it('leaves out a tokenizer that is not installed', async () => {
    const missing = { name: 'a', model: 'a', packageName: 'is-not-installed', options: [] };
    expect(await loadVocabularies([missing])).toEqual([]);
  });
});
