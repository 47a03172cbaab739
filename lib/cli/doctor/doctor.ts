import { CliFailure } from '../cli-failure.js';
import { EXIT_CODE } from '../exit-code.js';
import { type Colour, paintFor } from '../output/terminal.js';
import { print, printJson } from '../output/write.js';
import type { ReadFlags } from '../support/option-flags.js';
import { checkCertificates, checkProxy } from './check-connection.js';
import { checkNode } from './check-node.js';
import { checkPackages } from './check-packages.js';
import { checkSettings } from './check-settings.js';
import { checkWork } from './check-work.js';
import type { Finding } from './finding.js';

/**
 * Looks at all that a client depends on, and prints what it found and how to mend it.
 *
 * @throws {@link CliFailure} when something is wrong.
 */
export async function doctor(flags: ReadFlags): Promise<void> {
  const findings = await findAll(flags);
  const failed = findings.filter(({ state }) => state === 'fail');
  if (flags['json'] === true) await printJson({ ok: failed.length === 0, findings });
  else await print(findings.map(linesOf).join(''));
  if (failed.length === 0) return;
  const isRemote = failed.every((finding) => finding.isRemote === true);
  const names = failed.map(({ name }) => name).join(', ');
  throw new CliFailure(
    `Something is wrong: ${names}. See above for what to do.`,
    isRemote ? EXIT_CODE.service : EXIT_CODE.usage,
  );
}

async function findAll(flags: ReadFlags): Promise<Finding[]> {
  const { findings, settings } = await checkSettings(flags);
  const here = [...checkNode(), ...findings];
  if (!settings) return [...here, ...checkPackages()];
  const { options } = settings;
  const way =
    options.transport === 'http' ? [checkProxy(options), ...checkCertificates(options)] : [];
  return [...here, ...way, ...(await checkWork(settings)), ...checkPackages()];
}

const MARKS: Readonly<Record<Finding['state'], readonly [string, Colour]>> = {
  ok: ['ok  ', 'green'],
  warn: ['note', 'yellow'],
  fail: ['FAIL', 'red'],
};

function linesOf({ name, state, found, remedy }: Finding): string {
  const [mark, colour] = MARKS[state];
  const line = `${paintFor(process.stdout)(colour, mark)}  ${name}: ${found}\n`;
  return remedy === undefined ? line : `${line}      ${remedy}\n`;
}
