import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CliFailure } from '../cli-failure.js';
import { EXIT_CODE } from '../exit-code.js';

/** How a command was told what to work on. */
export interface InputChoice {
  /** The text itself. */
  readonly prompt?: string;
  /** The path of a file, `-` for standard input. */
  readonly file?: string;
}

/** Something to be read. */
export interface Input {
  /** What errors call it. */
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Its size, where that is known before. */
  readonly bytes?: number;
}

/** The flags that choose the input, as commander takes them. */
export const INPUT_FLAGS = [
  ['-p, --prompt <text>', 'the text itself'],
  ['-f, --file <path>', 'a file; - is standard input'],
] as const;

/**
 * Opens what a command is to work on: `--prompt`, `--file` or an argument; else standard input.
 *
 * @param argument What stands behind the command's name: a path, or `-`.
 * @throws {@link CliFailure} when there is more than one, or none and a person sits before it; when a file
 * is not there or is no file.
 */
export async function openInput({ prompt, file }: InputChoice, argument?: string): Promise<Input> {
  const given = [prompt, file, argument].filter((each) => each !== undefined);
  if (given.length > 1) {
    const message = 'There is more than one input. Give one of --prompt, --file, a path and -.';
    throw new CliFailure(message, EXIT_CODE.usage);
  }
  if (prompt !== undefined) return textInput(prompt);
  const path = file ?? argument;
  if (path !== undefined && path !== '-') return openFile(path);
  if (path === undefined && process.stdin.isTTY) {
    const message = 'There is no input. Give a file, --prompt TEXT, or pipe something in.';
    throw new CliFailure(message, EXIT_CODE.usage);
  }
  return { name: 'Standard input', chunks: process.stdin };
}

/** A text that is there, as an input. */
export function textInput(text: string): Input {
  const bytes = Buffer.from(text);
  return { name: '--prompt', chunks: Readable.from([bytes]), bytes: bytes.length };
}

async function openFile(path: string): Promise<Input> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    const chunks = createReadStream(path, { highWaterMark: 262_144 });
    return { name: path, chunks, ...(facts.isFile() && { bytes: facts.size }) };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

const SAYINGS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file. Correct the path.',
  EACCES: 'This user must not read it. Correct its permissions.',
  EISDIR: 'It is a folder. Give a file.',
};

/** The failure that an input cannot be read. */
export function unreadable(name: string, cause: unknown): CliFailure {
  const { code, message } = cause as NodeJS.ErrnoException;
  const said = SAYINGS[code ?? ''] ?? `It cannot be read: ${message}. Give another file.`;
  return new CliFailure(`${name}: ${said}`, EXIT_CODE.badInput, { cause });
}
