/**
 * Adds up a run of `.ci/run` and prints `N passed, N failed, N skipped`.
 *
 * The folder given holds `steps` (lines of `passed NAME` or `failed NAME`). A step that left counts
 * of its own in NAME.json, as Jest or a {@link Report}, adds those; any other counts as one check.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = process.argv[2];

function read(file) {
  const full = path.join(folder, file);
  return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
}

function fromJest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
  };
}

function ownCounts(name) {
  const text = read(`${name}.json`);
  if (text === undefined) return undefined;
  const json = JSON.parse(text);
  return 'numPassedTests' in json ? fromJest(json) : json;
}

function countsOf(line) {
  const [verdict, name] = line.split(' ');
  const failed = verdict === 'failed' ? 1 : 0;
  const counts = ownCounts(name) ?? { passed: 1 - failed, failed, skipped: 0 };
  // A step can fail though no single check did: a suite that does not load, a process that hangs.
  return { ...counts, failed: Math.max(counts.failed, failed) };
}

const total = { passed: 0, failed: 0, skipped: 0 };
for (const line of read('steps')?.trim().split('\n') ?? []) {
  const counts = countsOf(line);
  for (const key of Object.keys(total)) total[key] += counts[key];
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
if (total.failed > 0) process.exitCode = 1;
