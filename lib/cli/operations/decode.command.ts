import type { Command } from 'commander';
import { LIMIT_FLAGS, READING_FLAGS, SERVICE_FLAGS } from '../client/client-flags.js';
import { addConfig, addJson, inputCommand } from '../support/command-parts.js';
import { addFlags, type ReadFlags } from '../support/option-flags.js';
import type { DecodingName } from './operation-names.js';

const DECODE = `
A prompt that was a text with JSON in it needs --meta, and comes back byte for
byte. A line break at the very end of the input is not part of the text.

Examples:
  $ kaizen decode prompt.ktof
  $ kaizen encode data.json | kaizen decode
  $ kaizen decode --meta mail.encoded.json > mail.txt`;

const DECOMPRESS = `
Examples:
  $ kaizen decompress orders.ktof > orders.json
  $ kaizen compress orders.json | kaizen decompress --json`;

/** `kaizen decode`: a prompt as it was. */
export function decodeCommand(): Command {
  const command = decoding('decode', 'bring an encoded prompt back', DECODE);
  return command
    .description('Decodes KTOF, and prints JSON; or the text that a prompt was.')
    .option('--meta <file>', 'what encode --json printed, or only its "meta"');
}

/** `kaizen decompress`: KTOF as JSON data. */
export function decompressCommand(): Command {
  const command = decoding('decompress', 'turn KTOF back into JSON data', DECOMPRESS);
  return command.description('Turns KTOF back into JSON data.');
}

function decoding(name: DecodingName, summary: string, examples: string): Command {
  const command = inputCommand(name, summary);
  command.option('--no-strict', 'tolerate wrong counts and indentation');
  addConfig(addJson(command, 'print the whole response as JSON'));
  addFlags(command, { ...READING_FLAGS, ...LIMIT_FLAGS, ...SERVICE_FLAGS });
  command.addHelpText('after', examples);
  return command.action(async (file: string | undefined, flags: ReadFlags) => {
    const { decode } = await import('./decode.js');
    await decode(name, file, flags);
  });
}
