import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../support/run.mjs';
import { compile } from './install.mjs';

const CONSUMERS = path.resolve('test/packaging/consumers');
const JEST_SETTINGS = /^```json\n(\{\n {2}"transform"[^]*?)^```$/m;

/**
 * Compiles the consumer app in its folder, runs it, and reports each check it printed.
 *
 * @param {import('../support/report.mjs').Report} report
 * @param {{name: string, dir: string, alsoCompilesWith?: string[], hasJest?: boolean}} app
 */
export async function checkNestApp(report, { name, dir, alsoCompilesWith, hasJest }) {
  await copyFile(path.join(CONSUMERS, 'app.ts'), path.join(dir, 'src', 'app.ts'));
  if (!(await report.check(`${name}: compiles without skipLibCheck`, () => compile(dir)))) return;
  if (alsoCompilesWith) {
    await report.check(`${name}: compiles with ${alsoCompilesWith.join(' ')}`, () =>
      compile(dir, [...alsoCompilesWith, '--noEmit']),
    );
  }
  await report.check(`${name}: runs to its end and exits by itself`, async () => {
    const output = await run(process.execPath, ['dist/app.js'], { cwd: dir, timeoutMs: 60_000 });
    const checks = [...output.matchAll(/^ok - (.*)$/gm)].map(([, check]) => check);
    for (const check of checks) report.pass(`${name}: ${check}`);
    if (checks.at(-1) !== 'closes') throw new Error(`It stopped early:\n${output}`);
  });
  if (hasJest) {
    await report.check(`${name}: its tests run with the settings of README.md`, () => runJest(dir));
  }
}

/** Jest runs CommonJS here, as in the apps of `nest new` with Nest 11. */
async function runJest(dir) {
  const [, settings] = (await readFile('README.md', 'utf8')).match(JEST_SETTINGS) ?? [];
  const config = { testEnvironment: 'node', rootDir: 'src', ...JSON.parse(settings) };
  await writeFile(path.join(dir, 'jest.config.json'), JSON.stringify(config));
  await copyFile(path.join(CONSUMERS, 'app-in-jest.ts'), path.join(dir, 'src', 'app.spec.ts'));
  await run(process.execPath, ['node_modules/jest/bin/jest.js'], { cwd: dir });
}
