import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { measure } from './measure.mjs';
import { differences, markdownTable } from './report.mjs';
import { loadSample } from './sample.mjs';
import { loadVocabularies } from './vocabularies.mjs';

const TOKENIZERS = '.cache/tokenizers';

/** Prints the errors; the exit code is 1 when lib's table is stale or nothing could be measured. */
async function main() {
  const { values } = parseArgs({
    options: { from: { type: 'string', default: TOKENIZERS }, json: { type: 'string' } },
  });
  const { loaded, missing } = await loadVocabularies(values.from);
  if (missing.length > 0) console.error(installLine(missing));
  if (loaded.length === 0) throw new Error('No vocabulary is installed, so nothing was measured.');
  const lib = await importBuild();
  const sample = loadSample(lib.encode);
  const results = loaded.map((vocabulary) => measure(vocabulary, sample, lib));
  if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`${sample.length} texts\n\n${markdownTable(results)}`);
  const stale = differences(results, lib.PROFILES);
  console.error(`\n${stale.join('\n') || 'lib/tokens/estimate-profiles.ts agrees.'}`);
  if (stale.length > 0) process.exitCode = 1;
}

function installLine(missing) {
  const packages = [...new Set(missing.flatMap((vocabulary) => vocabulary.packages))].join(' ');
  const names = missing.map(({ of }) => of).join('; ');
  return `Not installed: ${names}. To measure them too:\n  npm install --no-save --ignore-scripts --prefix ${TOKENIZERS} ${packages}\n`;
}

async function importBuild() {
  const at = (file) => new URL(`../../dist/${file}`, import.meta.url);
  if (!existsSync(fileURLToPath(at('tokens/estimate-profiles.js'))))
    throw new Error('The built package was not found: run npm run build first.');
  const files = ['ktof.js', 'tokens/text-features.js', 'tokens/estimate.js'];
  const modules = await Promise.all(files.map((file) => import(at(file).href)));
  const { PROFILES } = await import(at('tokens/estimate-profiles.js').href);
  return Object.assign({ PROFILES }, ...modules);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
