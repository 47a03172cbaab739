// Writes docs/configuration.md: `npm run docs:configuration`. With `--check` it only compares.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { configurationPage } from './configuration/page.mjs';

const PAGE = 'docs/configuration.md';

process.chdir(path.resolve(import.meta.dirname, '..'));
const page = await configurationPage();
if (!process.argv.includes('--check')) {
  await writeFile(PAGE, page);
} else if ((await readFile(PAGE, 'utf8').catch(() => '')) !== page) {
  console.error(`${PAGE} is stale: npm run docs:configuration`);
  process.exitCode = 1;
}
