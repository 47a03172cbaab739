import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { markdownReport } from './report/markdown.mjs';
import { terminalReport } from './report/terminal.mjs';
import { run } from './run.mjs';

/** Prints the report; the exit code is 1 when an expectation is not met or nothing could be measured. */
async function main() {
  const { values } = parseArgs({
    options: { markdown: { type: 'boolean' }, json: { type: 'string' } },
  });
  const result = await run();
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  console.log(values.markdown ? markdownReport(result) : terminalReport(result));
  console.error(`\n${result.expectations.map(expectationLine).join('\n')}`);
  if (result.expectations.some(({ met }) => !met)) process.exitCode = 1;
}

function expectationLine({ text, met }) {
  return `${met ? 'met    ' : 'NOT MET'}  ${text}`;
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
