import { readFile } from 'node:fs/promises';
import { KaizenOptionsError } from '../../errors/options.error.js';
import { checkOptions } from '../../options/check-options.js';
import { readEnvironment } from '../../options/environment.js';
import type { KaizenOptions, ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import { OPTION_TABLE } from '../../options/option-table.js';
import { resolveKaizenOptions } from '../../options/resolve-options.js';
import { CliFailure } from '../cli-failure.js';
import { EXIT_CODE } from '../exit-code.js';
import { type ReadFlags, readOptionFlags, sayFlags } from '../support/option-flags.js';
import { CLIENT_FLAGS } from './client-flags.js';
import { refuseUntrusted } from './trust-config.js';

/** The file that is read where a command is run, if it is there. */
const CONFIG_FILE = 'kaizen.config.json';

/** The command takes what fits into memory: the file is the user's own. It is V8's longest string. */
const MOST_BYTES = 2 ** 29 - 24;

/** What a command works with. */
export interface Settings {
  /** What was given, by flags, environment and file. */
  readonly given: KaizenOptions;
  /** The same, checked, with the defaults. */
  readonly options: ResolvedKaizenOptions;
  /** The file that was read, where there is one. */
  readonly file: string | undefined;
}

/**
 * The options for a client: a flag beats the environment, and that the file.
 *
 * @param flags What commander read.
 * @throws {@link CliFailure} for a wrong option, for a file that is not there or cannot be read, and for one
 * that nobody named and that says where a key of the environment goes.
 */
export async function readSettings(flags: ReadFlags): Promise<Settings> {
  const path = flags['config'] as string | undefined;
  const inFile = await readConfig(path);
  const inFlags: KaizenOptions = readOptionFlags(flags, CLIENT_FLAGS);
  try {
    const transport = inFlags.transport ?? inFile?.transport;
    const environment = readEnvironment(process.env, transport === 'embedded');
    const given = { ...inFile, ...environment, ...inFlags };
    if (path === undefined && inFile) {
      refuseUntrusted({ found: inFile, environment, flags: inFlags }, CONFIG_FILE);
    }
    const options = resolveKaizenOptions({ maxPayloadBytes: MOST_BYTES, ...given });
    return { given, options, file: inFile && (path ?? CONFIG_FILE) };
  } catch (cause) {
    if (!(cause instanceof KaizenOptionsError)) throw cause;
    throw new CliFailure(sayFlags(cause.message, flags, CLIENT_FLAGS), EXIT_CODE.usage, { cause });
  }
}

async function readConfig(path: string | undefined): Promise<KaizenOptions | undefined> {
  const name = path ?? CONFIG_FILE;
  try {
    const options: unknown = JSON.parse(await readFile(name, 'utf8'));
    checkOptions<KaizenOptions>(options, OPTION_TABLE, 'client');
    return options;
  } catch (cause) {
    const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (isAbsent && path === undefined) return undefined;
    throw new CliFailure(`${name}: ${whatIsWrong(cause)}`, EXIT_CODE.usage, { cause });
  }
}

function whatIsWrong(cause: unknown): string {
  if (cause instanceof KaizenOptionsError) return cause.message;
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'There is no such file. Correct --config.';
  if (code !== undefined) return `It cannot be read (${code}). Correct its permissions.`;
  return 'It is not JSON. Write an object of options: {"profile": "toon"}.';
}
