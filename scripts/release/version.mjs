// `npm run release:version`: raises the version by what waits in .changeset, and closes the changelog for it.
import { readFile, writeFile } from 'node:fs/promises';
import { run } from '../support/run.mjs';
import { closeChangelog } from './changelog.mjs';

await run('npx', ['--no-install', 'changeset', 'version']);
const { version } = JSON.parse(await readFile('package.json', 'utf8'));
const date = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
const changelog = await readFile('CHANGELOG.md', 'utf8');
await writeFile('CHANGELOG.md', closeChangelog(changelog, version, date));
// Changesets raises the version of the package alone.
await run('npm', ['install', '--package-lock-only', '--ignore-scripts']);
console.log(`CHANGELOG.md tells ${version} now. Read it as a user would.`);
