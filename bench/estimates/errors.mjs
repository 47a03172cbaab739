/**
 * @typedef {{ low: number, middle: number, high: number }} Spread relative: actual / estimate − 1
 */

/** The part of the texts that lie outside the range, on each side. */
const TAIL = 0.05;

/**
 * How far the true counts lie from the estimates, for nine in ten texts.
 * @param {{ kind: string, actual: number, estimate: number }[]} counted
 * @returns {Spread}
 */
export function spreadOf(counted) {
  const errors = counted
    .map(({ kind, actual, estimate }) => ({
      error: actual / estimate - 1,
      weight: 1 / counted.filter((other) => other.kind === kind).length,
    }))
    .sort((a, b) => a.error - b.error);
  const at = (part) => weightedQuantile(errors, part);
  return { low: at(TAIL), middle: at(0.5), high: at(1 - TAIL) };
}

/** Every kind of text weighs the same, however many pieces it has. */
function weightedQuantile(errors, part) {
  const total = errors.reduce((sum, { weight }) => sum + weight, 0);
  let seen = 0;
  for (const { error, weight } of errors) {
    seen += weight;
    if (seen >= part * total) return error;
  }
  return errors.at(-1).error;
}
