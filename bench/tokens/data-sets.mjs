import { chat } from './data/chat.mjs';
import { config } from './data/config.mjs';
import { flatTables } from './data/flat-tables.mjs';
import { nestedRows } from './data/nested-rows.mjs';

/**
 * @typedef {object} DataSet
 * @property {string} family
 * @property {string} name
 * @property {string} source package and file the values come from
 * @property {unknown} value a pure JSON value: nothing shared, undefined or dated that a form could profit from
 */

/**
 * Loads every data set, family by family.
 * @returns {DataSet[]}
 */
export function loadDataSets() {
  return [flatTables, nestedRows, config, chat].flatMap(({ family, sets }) =>
    sets.map(({ name, source, load }) => ({
      family,
      name,
      source,
      value: JSON.parse(JSON.stringify(load())),
    })),
  );
}
