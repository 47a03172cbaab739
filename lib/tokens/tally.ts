import type { Tokenizer } from './encodings.js';
import { sliceRuns } from './slice-runs.js';
import { type TextFeatures, textFeatures } from './text-features.js';

/** Special tokens such as `<|endoftext|>` are what they look like in a payload: plain text. */
const PLAIN = { disallowedSpecial: new Set<string>() };

/** What texts come to in one vocabulary, before any estimate for another. */
export interface Tally extends TextFeatures {
  /** The tokens of all texts. */
  tokens: number;
  /** How often a long run was cut: each cut may put the count off. */
  cuts: number;
}

/** Counts texts and adds them up, in time linear in their length. */
export function tallyTexts(tokenizer: Tokenizer, texts: readonly string[]): Tally {
  const tally = { tokens: 0, cuts: 0, digits: 0, digitGroups: 0, letters: 0, ideographs: 0 };
  for (const text of texts) addText(tally, tokenizer, text);
  // The tokenizer remembers rare words as views of the text, and each keeps its whole text alive.
  tokenizer.clearMergeCache();
  return tally;
}

function addText(tally: Tally, tokenizer: Tokenizer, text: string): void {
  const slices = sliceRuns(text);
  tally.cuts += slices.length - 1;
  for (const slice of slices) tally.tokens += tokenizer.countTokens(slice, PLAIN);
  const { digits, digitGroups, letters, ideographs } = textFeatures(text);
  tally.digits += digits;
  tally.digitGroups += digitGroups;
  tally.letters += letters;
  tally.ideographs += ideographs;
}
