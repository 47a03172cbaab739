import { loadDataSets } from './data-sets.mjs';
import { checkExpectations } from './expectations.mjs';
import { loadFormats } from './formats.mjs';
import { checkEdgeValues, losslessForms, measureDataSets } from './measure.mjs';

/**
 * @typedef {object} Result
 * @property {string[]} forms names, in the order of the columns
 * @property {import('./measure.mjs').Row[]} rows
 * @property {import('./measure.mjs').EdgeRow[]} edges
 * @property {string[]} lossless names of the forms that lose nothing
 * @property {{ text: string, met: boolean }[]} expectations
 */

/**
 * Measures everything once.
 * @returns {Promise<Result>}
 * @throws {Error} when the package is not built
 */
export async function run() {
  const formats = await loadFormats();
  const rows = measureDataSets(loadDataSets(), formats);
  const edges = checkEdgeValues(formats);
  const lossless = losslessForms(formats, rows, edges);
  const forms = formats.map(({ name }) => name);
  return { forms, rows, edges, lossless, expectations: checkExpectations(rows, lossless) };
}
