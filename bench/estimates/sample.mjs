import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { loadDataSets } from '../tokens/data-sets.mjs';

/** About a page: what one message often is. Shorter texts scatter more. */
const CHARACTERS = 2_000;
/** How many pieces a source gives at most, so that none outweighs the others. */
const PIECES = 4;

const root = new URL('../../node_modules/', import.meta.url);
const read = (file) => readFileSync(new URL(file, root), 'utf8');

/**
 * @typedef {object} Piece
 * @property {string} kind `prose`, `code`, `JSON`, …
 * @property {string} source package and file
 * @property {boolean} fitted whether the coefficients are fitted to it; the errors are measured on the rest
 * @property {string} text
 */

/**
 * The public sample: texts of this project's development dependencies, read where they are installed.
 * @param {(value: unknown) => string} encode KTOF as the built package writes it
 * @returns {Piece[]}
 */
export function loadSample(encode) {
  return [
    ...pieces('prose', PROSE, read),
    ...pieces('code', CODE, read),
    ...structured('JSON', JSON.stringify),
    ...structured('pretty JSON', (value) => JSON.stringify(value, null, 2)),
    ...structured('KTOF', encode),
    ...pieces('European languages', EUROPEAN, messages),
    ...pieces('other scripts', OTHER_SCRIPTS, messages),
    ...pieces('other scripts', NAMES, countryNames),
  ];
}

const PROSE = [
  ...['@nestjs/common/Readme.md', '@toon-format/toon/README.md', 'ajv/README.md'],
  ...['class-transformer/README.md', 'class-validator/README.md', 'commander/Readme.md'],
  ...[
    'dependency-cruiser/README.md',
    'eslint/README.md',
    'express/Readme.md',
    'fast-check/README.md',
  ],
  ...['glob/README.md', 'minimatch/README.md', 'piscina/README.md', 'prettier/README.md'],
  ...['publint/README.md', 'rxjs/README.md', 'semver/README.md', 'typedoc/README.md'],
  ...['typescript/README.md', 'yaml/README.md'],
];

const CODE = [
  ...['typescript/lib/lib.es5.d.ts', 'typescript/lib/lib.dom.d.ts', 'prettier/index.d.ts'],
  ...['rxjs/src/internal/Observable.ts', 'rxjs/src/internal/Scheduler.ts'],
  ...['@nestjs/core/injector/injector.js', '@nestjs/core/router/router-explorer.js'],
  ...['eslint/lib/rules/indent.js', 'eslint/lib/linter/linter.js', 'semver/classes/range.js'],
  ...['yaml/dist/compose/composer.js', 'class-validator/esm2015/validation/ValidationExecutor.js'],
];

const EUROPEAN = ['cs', 'de', 'es', 'fr', 'it', 'pl', 'pt-br', 'tr'];
const OTHER_SCRIPTS = ['ja', 'ko', 'ru', 'zh-cn', 'zh-tw'];
const NAMES = ['ara', 'per', 'urd', 'srp'];

/** The compiler's messages in a language: whole sentences about code. */
function messages(language) {
  const file = `typescript/lib/${language}/diagnosticMessages.generated.json`;
  return Object.values(JSON.parse(read(file))).join('\n');
}

/** The countries' official names in a language, a line each. */
function countryNames(language) {
  const countries = createRequire(root)('world-countries/countries.json');
  return countries.map(({ translations }) => translations[language]?.official ?? '').join('\n');
}

/** @returns {Piece[]} */
function structured(kind, write) {
  const texts = new Map(loadDataSets().map(({ name, value }) => [name, write(value)]));
  return pieces(kind, [...texts.keys()], (name) => texts.get(name));
}

/** @returns {Piece[]} */
function pieces(kind, sources, load) {
  return sources.flatMap((source, index) =>
    cut(load(source)).map((text) => ({ kind, source, fitted: index % 2 === 0, text })),
  );
}

/** Takes pieces at even distances. */
function cut(text) {
  const step = Math.max(CHARACTERS, Math.floor(text.length / PIECES));
  const starts = Array.from({ length: PIECES }, (_, index) => index * step);
  return starts
    .map((start) => text.slice(start, start + CHARACTERS).toWellFormed())
    .filter((piece) => piece.length >= CHARACTERS / 4);
}
