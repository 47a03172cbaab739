import { inspect } from 'node:util';
import { EXIT_CODE } from './exit-code.js';
import { endOnBrokenPipe } from './output/write.js';

/**
 * Runs a command line to its end. Errors go to standard error, in one line with the remedy; with
 * `--verbose` their cause follows.
 *
 * @param args What stands behind the command's name.
 * @returns The exit code, one of `EXIT_CODE`.
 */
export async function run(args: readonly string[]): Promise<number> {
  const { createProgram } = await import('./program.js');
  endOnBrokenPipe();
  try {
    await createProgram().parseAsync(args, { from: 'user' });
    return EXIT_CODE.ok;
  } catch (error) {
    return answeredWith(error) ?? report(error, args.includes('--verbose'));
  }
}

/** What commander throws though nothing is left to say: it has printed the help or the version. */
const ANSWERED = ['commander.version', 'commander.helpDisplayed', 'commander.help'];

function answeredWith(error: unknown): number | undefined {
  const { code, exitCode } = (error ?? {}) as { code?: string; exitCode?: number };
  return ANSWERED.includes(code ?? '') ? exitCode : undefined;
}

async function report(error: unknown, isVerbose: boolean): Promise<number> {
  const { explain } = await import('./explain.js');
  const { message, exitCode, cause } = explain(error);
  process.stderr.write(`kaizen: ${message}\n`);
  if (isVerbose && cause !== undefined) process.stderr.write(`${inspect(cause)}\n`);
  return exitCode;
}
