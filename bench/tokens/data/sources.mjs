import { readFileSync } from 'node:fs';

const packages = new URL('../../../node_modules/', import.meta.url);

/** Compact JSON bytes a set cut from a longer list may have: one cap for all, so that no set outweighs the rest. */
const MAX_SET_BYTES = 40_000;

/**
 * Reads a JSON file that an installed package ships.
 * @param {string} path package name and path inside it, as in `vega-datasets/data/movies.json`
 * @returns {any}
 */
export function readJson(path) {
  return JSON.parse(readText(path));
}

/**
 * Reads a CSV file with a header line as row objects: numbers become numbers, empty cells `null`.
 * @param {string} path package name and path inside it
 * @returns {Record<string, any>[]}
 */
export function readCsv(path) {
  const [header, ...rows] = parseCsv(readText(path));
  return rows.map((cells) =>
    Object.fromEntries(header.map((name, at) => [name, typed(cells[at])])),
  );
}

/**
 * The longest prefix of `rows` whose compact JSON stays within `maxBytes`.
 * @template T
 * @param {T[]} rows
 * @param {number} [maxBytes]
 * @returns {T[]}
 */
export function firstRows(rows, maxBytes = MAX_SET_BYTES) {
  let bytes = 1;
  const end = rows.findIndex((row) => {
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
    return bytes > maxBytes;
  });
  return end === -1 ? rows : rows.slice(0, end);
}

/** @param {string} path */
function readText(path) {
  return readFileSync(new URL(path, packages), 'utf8');
}

/** @param {string} text */
function parseCsv(text) {
  const rows = [[]];
  for (const [, cell, end] of text.trim().matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/g)) {
    rows.at(-1).push(unquoted(cell));
    if (end === '') break;
    if (end !== ',') rows.push([]);
  }
  return rows;
}

/** @param {string} cell */
function unquoted(cell) {
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

/** @param {string | undefined} cell */
function typed(cell) {
  if (cell === undefined || cell === '') return null;
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(cell) ? Number(cell) : cell;
}
