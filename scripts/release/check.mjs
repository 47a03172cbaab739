// Before a release: `node scripts/release/check.mjs TAG`. The tag, the version and the changelog agree.
import { readFile } from 'node:fs/promises';

const tag = process.argv[2] ?? '';
const { version } = JSON.parse(await readFile('package.json', 'utf8'));
const changelog = await readFile('CHANGELOG.md', 'utf8');
const faults = [];
if (tag !== `v${version}`) faults.push(`The tag is "${tag}", package.json says ${version}.`);
if (!changelog.split('\n').some((line) => line.startsWith(`## ${version} - `))) {
  faults.push(
    `CHANGELOG.md has no section "## ${version} - DATE". "npm run release:version" writes it.`,
  );
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
