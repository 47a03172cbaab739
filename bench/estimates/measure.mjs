import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

import { spreadOf } from './errors.mjs';
import { fitProfile } from './fit.mjs';

/** Text is counted as text, even where it spells a special token. */
const asText = { disallowedSpecial: new Set() };

/** `o200k_base` as it is, for comparison. */
const PLAIN = { perToken: 1, digits: 'grouped', perLetter: 0, perIdeograph: 0 };

/**
 * @typedef {import('./errors.mjs').Spread} Spread
 * @typedef {object} Result
 * @property {string} profile
 * @property {string} of the models it is about
 * @property {Omit<import('../../lib/tokens/estimate-profiles.ts').EstimateProfile, 'error'>} fitted
 * @property {Spread} plain the errors of o200k_base as it is
 * @property {Spread} all the errors of the estimate, on the pieces it was not fitted to
 * @property {Record<string, Spread>} byKind
 */

/**
 * Measures one vocabulary on the sample.
 * @param {Awaited<ReturnType<typeof import('./vocabularies.mjs').loadVocabularies>>['loaded'][number]} vocabulary
 * @param {import('./sample.mjs').Piece[]} sample
 * @param {{ textFeatures: Function, estimateFrom: Function }} lib
 * @returns {Result}
 */
export function measure({ profile, of, count }, sample, { textFeatures, estimateFrom }) {
  const measured = sample.map((piece) => ({
    ...piece,
    base: countTokens(piece.text, asText),
    features: textFeatures(piece.text),
    actual: count(piece.text),
  }));
  const fitted = fitProfile(measured);
  const held = measured.filter((piece) => !piece.fitted);
  const estimated = (by) =>
    held.map((piece) => ({
      kind: piece.kind,
      actual: piece.actual,
      estimate: estimateFrom({ tokens: piece.base, ...piece.features }, by),
    }));
  const ours = estimated(fitted);
  const kinds = [...new Set(sample.map(({ kind }) => kind))];
  const byKind = kinds.map((kind) => [kind, spreadOf(ours.filter((each) => each.kind === kind))]);
  return {
    profile,
    of,
    fitted,
    plain: spreadOf(estimated(PLAIN)),
    all: spreadOf(ours),
    byKind: Object.fromEntries(byKind),
  };
}
