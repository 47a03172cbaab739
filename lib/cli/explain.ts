import { CommanderError } from 'commander';
import { KaizenDependencyError } from '../errors/dependency.error.js';
import { KaizenFormatError } from '../errors/format.error.js';
import { KaizenError } from '../errors/kaizen.error.js';
import { KaizenOptionsError } from '../errors/options.error.js';
import { KaizenPayloadError } from '../errors/payload.error.js';
import { CliFailure } from './cli-failure.js';
import { EXIT_CODE } from './exit-code.js';

/**
 * Whatever a command threw, as a failure that has a line to print and an exit code. The error itself is
 * its cause.
 *
 * @param error What was thrown.
 */
export function explain(error: unknown): CliFailure {
  if (error instanceof CliFailure) return error;
  if (error instanceof CommanderError) return wrongCommand(error);
  const missing = missingPackage(error);
  if (missing !== undefined)
    return new CliFailure(toInstall(missing), EXIT_CODE.usage, { cause: error });
  if (error instanceof KaizenError)
    return new CliFailure(inFlags(error.message), codeOf(error), { cause: error });
  const message = (error as { message?: unknown } | undefined)?.message ?? error;
  return new CliFailure(`${String(message)} Give --verbose for more.`, EXIT_CODE.usage, {
    cause: error,
  });
}

/** What a client is handed as `replayMeta` is a flag here. */
function inFlags(message: string): string {
  return message.replace('its `replayMeta`', '--meta with what its encoding printed');
}

function codeOf(error: KaizenError): number {
  if (error instanceof KaizenOptionsError) return EXIT_CODE.usage;
  const isInput = error instanceof KaizenPayloadError || error instanceof KaizenFormatError;
  return isInput ? EXIT_CODE.badInput : EXIT_CODE.service;
}

/** Commander says what is wrong after `error:`, sometimes with a guess on a line of its own. */
function wrongCommand(error: CommanderError): CliFailure {
  const said = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  const message = `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
  const remedy = message.endsWith('?)') ? '' : ' Give --help for what there is.';
  return new CliFailure(`${message.replace(/([^.?!)])$/, '$1.')}${remedy}`, EXIT_CODE.usage);
}

/** The package that an import did not find. */
function missingPackage(error: unknown): string | undefined {
  if (error instanceof KaizenDependencyError) return error.dependency;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  return /Cannot find package '([^']+)'/.exec(String(message))?.[1];
}

function toInstall(dependency: string): string {
  // What npx fetched for one run finds no package of the folder that it was started in.
  const isBorrowed = /[/\\]_npx[/\\]/.test(import.meta.url);
  const packages = isBorrowed ? `nestjs-kaizen ${dependency}` : dependency;
  return `The package "${dependency}" is needed, and is not installed. Run: npm install ${packages}`;
}
