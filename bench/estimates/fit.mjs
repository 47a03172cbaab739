/**
 * @typedef {import('../../lib/tokens/estimate-profiles.ts').EstimateProfile} EstimateProfile
 * @typedef {object} Measured a piece of the sample with what it costs
 * @property {string} kind
 * @property {boolean} fitted
 * @property {number} base tokens in o200k_base
 * @property {import('../../lib/tokens/text-features.ts').TextFeatures} features
 * @property {number} actual tokens in the vocabulary
 */

/**
 * Fits a profile to the pieces marked for it: least squares of the relative error, every kind of text
 * with the same weight, rounded as the table in lib is.
 * @param {Measured[]} measured
 * @returns {Omit<EstimateProfile, 'error'>}
 */
export function fitProfile(measured) {
  const pieces = measured.filter(({ fitted }) => fitted);
  const fits = ['grouped', 'single'].map((digits) => fitWith(pieces, digits));
  return fits.sort((a, b) => a.residual - b.residual)[0].profile;
}

function fitWith(pieces, digits) {
  const rows = pieces.map((piece) => weigh(piece, digits, pieces));
  const [perToken, perLetter, perIdeograph] = solve(rows).map(round);
  const found = [perToken, perLetter, perIdeograph];
  const residual = sum(rows.map(({ terms, value }) => (dot(terms, found) - value) ** 2));
  return { profile: { perToken, digits, perLetter, perIdeograph }, residual };
}

/** One equation: terms · coefficients = value, divided by the true count and the size of its kind. */
function weigh({ kind, base, features, actual }, digits, pieces) {
  const { digits: single, digitGroups, letters, ideographs } = features;
  const fixed = digits === 'single' ? single : 0;
  const terms = [base - (digits === 'single' ? digitGroups : 0), letters, ideographs];
  const weight = 1 / actual / Math.sqrt(pieces.filter((piece) => piece.kind === kind).length);
  return { terms: terms.map((term) => term * weight), value: (actual - fixed) * weight };
}

/** Solves the normal equations by elimination. */
function solve(rows) {
  const size = rows[0].terms.length;
  const matrix = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) => sum(rows.map(({ terms }) => terms[i] * terms[j]))),
    sum(rows.map(({ terms, value }) => terms[i] * value)),
  ]);
  for (let pivot = 0; pivot < size; pivot++) {
    for (let other = 0; other < size; other++) {
      if (other === pivot) continue;
      const factor = matrix[other][pivot] / matrix[pivot][pivot];
      matrix[other] = matrix[other].map((cell, column) => cell - factor * matrix[pivot][column]);
    }
  }
  return matrix.map((row, index) => row[size] / row[index]);
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const dot = (a, b) => sum(a.map((value, index) => value * b[index]));
const round = (number) => Math.round(number * 100) / 100;
