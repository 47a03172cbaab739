import { countTokens as countCl100k } from 'gpt-tokenizer/encoding/cl100k_base';
import { countTokens as countO200k } from 'gpt-tokenizer/encoding/o200k_base';

import { edgeValues } from './edge-values.mjs';
import { roundTrip, SAME } from './round-trip.mjs';

/** Text is counted as text, even where it spells a special token. */
const asText = { disallowedSpecial: new Set() };

/** What is counted, by unit: exact token counts in two vocabularies, and UTF-8 bytes. */
export const units = {
  o200k_base: (text) => countO200k(text, asText),
  cl100k_base: (text) => countCl100k(text, asText),
  bytes: (text) => Buffer.byteLength(text),
};

/**
 * @typedef {Record<string, number>} Sizes amounts by unit
 * @typedef {{ sizes?: Sizes, verdict: string }} Cell sizes are absent when the form could not be written
 * @typedef {{ family: string, name: string, source: string, cells: Record<string, Cell> }} Row cells by form
 * @typedef {{ name: string, verdicts: Record<string, string> }} EdgeRow verdicts by form
 */

/**
 * Measures every data set in every form.
 * @param {import('./data-sets.mjs').DataSet[]} dataSets
 * @param {import('./formats.mjs').Format[]} formats
 * @returns {Row[]}
 */
export function measureDataSets(dataSets, formats) {
  return dataSets.map(({ family, name, source, value }) => ({
    family,
    name,
    source,
    cells: byFormat(formats, (format) => measure(format, value)),
  }));
}

/**
 * Reads every edge value back in every form.
 * @param {import('./formats.mjs').Format[]} formats
 * @returns {EdgeRow[]}
 */
export function checkEdgeValues(formats) {
  return Object.entries(edgeValues).map(([name, value]) => ({
    name,
    verdicts: byFormat(formats, (format) => roundTrip(format, value).verdict),
  }));
}

/**
 * The forms that gave back every data set and every edge value.
 * @param {import('./formats.mjs').Format[]} formats
 * @param {Row[]} rows
 * @param {EdgeRow[]} edges
 * @returns {string[]}
 */
export function losslessForms(formats, rows, edges) {
  return formats
    .map(({ name }) => name)
    .filter((form) => rows.every(({ cells }) => cells[form].verdict === SAME))
    .filter((form) => edges.every(({ verdicts }) => verdicts[form] === SAME));
}

/** @returns {Cell} */
function measure(format, value) {
  const { text, verdict } = roundTrip(format, value);
  if (text === undefined) return { verdict };
  const sizes = Object.fromEntries(
    Object.entries(units).map(([unit, count]) => [unit, count(text)]),
  );
  return { sizes, verdict };
}

function byFormat(formats, answer) {
  return Object.fromEntries(formats.map((format) => [format.name, answer(format)]));
}
