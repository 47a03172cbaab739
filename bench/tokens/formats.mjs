import { existsSync } from 'node:fs';

import * as toon from '@toon-format/toon';
import { TRON } from '@tron-format/tron';
import * as tson from '@zenoaihq/tson';
import * as yaml from 'yaml';

/**
 * A text form of JSON values, called as its own documentation calls it: default options throughout.
 * @typedef {object} Format
 * @property {string} name
 * @property {(value: any) => string} encode
 * @property {(text: string) => unknown} [decode] absent when the form cannot be read back
 */

/** The name of the form every other one is measured against. */
export const BASELINE = 'compact JSON';

/** The name of the form this project writes. */
export const OURS = 'KTOF';

/** @type {Format[]} */
const others = [
  { name: 'pretty JSON', encode: (value) => JSON.stringify(value, null, 2), decode: JSON.parse },
  { name: BASELINE, encode: (value) => JSON.stringify(value), decode: JSON.parse },
  { name: 'YAML', encode: (value) => yaml.stringify(value), decode: (text) => yaml.parse(text) },
  { name: 'TOON', encode: (value) => toon.encode(value), decode: (text) => toon.decode(text) },
  { name: 'TRON', encode: TRON.stringify, decode: TRON.parse },
  { name: 'TSON', encode: tson.dumps, decode: tson.loads },
];

/**
 * Every form, ours last, as the built package has it.
 * @returns {Promise<Format[]>}
 * @throws {Error} when the package is not built
 */
export async function loadFormats() {
  const { encode, decode } = await importBuild();
  return [
    ...others,
    { name: OURS, encode: (value) => encode(value), decode: (text) => decode(text) },
  ];
}

async function importBuild() {
  const entry = new URL('../../dist/ktof.js', import.meta.url);
  if (existsSync(entry)) return import(entry.href);
  throw new Error('The built package was not found: run npm run build first.');
}
