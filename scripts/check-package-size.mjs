// The tarball stays within its budget: `npm run check:size`. Needs a build.
// A budget is raised in the change that needs it, with the reason in its message.
import { run } from './support/run.mjs';

const BUDGET = { size: 900_000, unpackedSize: 3_000_000, entryCount: 2_000 };

const packed = await run('npm', ['pack', '--dry-run', '--json', '--silent', '--ignore-scripts']);
const [tarball] = JSON.parse(packed.slice(packed.indexOf('[')));
for (const [name, limit] of Object.entries(BUDGET)) {
  const isWithin = tarball[name] <= limit;
  if (!isWithin) process.exitCode = 1;
  console.log(`${isWithin ? 'ok' : 'not ok'} - ${name} ${tarball[name]} of ${limit}`);
}
