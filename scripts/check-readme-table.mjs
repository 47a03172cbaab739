/** Fails when README.md shows other figures than the token benchmark prints now. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './support/run.mjs';

process.chdir(path.resolve(import.meta.dirname, '..'));

/** A line without what formatting may change: spaces, and the dashes under a table's head. */
const essence = (line) => line.replaceAll(/[\s:-]+/g, ' ').trim();

const shown = new Set(readFileSync('README.md', 'utf8').split('\n').map(essence));
const printed = await run(process.execPath, ['bench/tokens/main.mjs', '--markdown']);
const missing = printed.split('\n').filter((line) => !shown.has(essence(line)));

if (missing.length > 0) {
  console.error(
    `README.md lacks these lines of \`npm run bench -- --markdown\`:\n${missing.join('\n')}`,
  );
  process.exitCode = 1;
}
