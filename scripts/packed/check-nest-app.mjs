import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../support/run.mjs';
import { compile } from './install.mjs';

const SOURCE = path.resolve('test/packaging/consumers/app.ts');

/**
 * Compiles the consumer app in its folder, runs it, and reports each check it printed.
 *
 * @param {import('../support/report.mjs').Report} report
 * @param {{name: string, dir: string}} app
 */
export async function checkNestApp(report, { name, dir }) {
  await copyFile(SOURCE, path.join(dir, 'src', 'app.ts'));
  if (!(await report.check(`${name}: compiles without skipLibCheck`, () => compile(dir)))) return;
  await report.check(`${name}: runs to its end and exits by itself`, async () => {
    const output = await run(process.execPath, ['dist/app.js'], { cwd: dir, timeoutMs: 60_000 });
    const checks = [...output.matchAll(/^ok - (.*)$/gm)].map(([, check]) => check);
    for (const check of checks) report.pass(`${name}: ${check}`);
    if (checks.at(-1) !== 'closes') throw new Error(`It stopped early:\n${output}`);
  });
}
