import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createKaizen } from 'nestjs-kaizen';
import { KaizenOpenAiCompatible } from 'nestjs-kaizen/providers';
import { loadDataSets } from '../01-quickstart/src/data-sets.js';
import { compare, type Comparison, MockModel } from './src/compare.js';
import { table } from './src/table.js';

const kaizen = createKaizen();
const model = new MockModel();
let rows: Comparison[];

beforeAll(async () => {
  const options = { baseUrl: `${await model.start()}/v1`, apiKey: 'no-key', model: 'gpt-4o' };
  const provider = new KaizenOpenAiCompatible('mock', options, kaizen);
  rows = await compare(provider, model, { sets: loadDataSets(), pricePerMillion: 2 });
  await provider.close();
});
afterAll(async () => {
  await kaizen.close();
  await model.stop();
});

describe('prompts with data', () => {
  it('take fewer tokens and cost less in the same measure', () => {
    for (const { before, after, costBefore, costAfter } of rows) {
      expect(after).toBeLessThan(before * 0.8);
      expect(costBefore).toBeCloseTo(before * 0.002);
      expect(costAfter / costBefore).toBeCloseTo(after / before);
    }
  });

  it('have the tokens that a tokenizer counts in what crossed the wire', () => {
    expect(rows.map(({ isChecked }) => isChecked)).toEqual([true, true, true, true, true]);
  });

  it('stand in a table of even lines', () => {
    const lines = table(rows).split('\n');
    expect(lines).toHaveLength(6);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[1]).toMatch(/^cars \(406 rows\) .* yes$/);
  });
});
