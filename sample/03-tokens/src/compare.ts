import { loadTokenCounter, type TokenRange } from 'nestjs-kaizen';
import type { SampleText } from './texts.js';
import type { Vocabulary } from './vocabularies.js';

/** An estimated count beside the actual one. */
export interface Comparison {
  readonly kind: string;
  readonly actual: number;
  readonly estimate: number;
  /** How far the estimate is off, in percent of the actual count. */
  readonly offPercent: number;
  /** The same of the rule of thumb: four characters are a token. */
  readonly ruleOffPercent: number;
  /** Whether the actual count lies in the estimate's range. */
  readonly inRange: boolean;
  readonly why: string;
}

/** Counts every text twice: by the estimate, and with the model's own tokenizer. */
export async function compare(
  { model, count }: Vocabulary,
  texts: readonly SampleText[],
): Promise<Comparison[]> {
  const counter = await loadTokenCounter(model);
  return texts.map(({ kind, text, why }) => {
    const actual = count(text);
    const { tokens: estimate, range } = counter.count(text);
    return {
      kind,
      actual,
      estimate,
      offPercent: percentOff(estimate, actual),
      ruleOffPercent: percentOff(text.length / 4, actual),
      inRange: range !== undefined && isIn(range, actual),
      why,
    };
  });
}

function percentOff(estimate: number, actual: number): number {
  return (100 * (estimate - actual)) / actual;
}

function isIn({ low, high }: TokenRange, tokens: number): boolean {
  return tokens >= low && tokens <= high;
}
