import type { Command } from 'commander';
import { CLIENT_FLAGS } from '../client/client-flags.js';
import { addConfig, addJson, addModels, inputCommand } from '../support/command-parts.js';
import { addFlags, type ReadFlags } from '../support/option-flags.js';
import type { EncodingName } from './operation-names.js';

const ENCODE = `
A text that is JSON is read as JSON. Any other text is a prompt: the JSON inside
of it is rewritten, the rest stays as it is. --json prints the whole response;
its "meta" brings such a text back: kaizen decode --meta FILE.

Examples:
  $ kaizen encode data.json
  $ cat data.json | kaizen encode --model gpt-4o > prompt.txt
  $ kaizen encode --prompt '{"a": [1, 2]}' --profile toon
  $ kaizen encode mail.txt --json > mail.encoded.json`;

const COMPRESS = `
Examples:
  $ kaizen compress data.json
  $ curl -s https://example.com/orders.json | kaizen compress --delimiter tab`;

const OPTIMIZE = `
Examples:
  $ kaizen optimize data.json
  $ kaizen optimize data.json --model gpt-4o --model claude-sonnet-5 --json`;

/** `kaizen encode`: a prompt in fewer tokens. */
export function encodeCommand(): Command {
  const command = encoding('encode', 'make a prompt smaller', ENCODE);
  return command.description('Encodes a prompt: JSON, or a text with JSON in it, becomes KTOF.');
}

/** `kaizen compress`: JSON data as KTOF. */
export function compressCommand(): Command {
  const command = encoding('compress', 'turn JSON data into KTOF', COMPRESS);
  return command.description('Turns JSON data into KTOF.');
}

/** `kaizen optimize`: JSON data as KTOF, and what that saves. */
export function optimizeCommand(): Command {
  const command = encoding('optimize', 'turn JSON data into KTOF, tell the savings', OPTIMIZE);
  return command.description('Turns JSON data into KTOF, and tells what that saves.');
}

function encoding(name: EncodingName, summary: string, examples: string): Command {
  const command = inputCommand(name, summary);
  if (name !== 'compress') addModels(command);
  addConfig(addJson(command, 'print the whole response as JSON'));
  addFlags(command, CLIENT_FLAGS).addHelpText('after', examples);
  return command.action(async (file: string | undefined, flags: ReadFlags) => {
    const { encode } = await import('./encode.js');
    await encode(name, file, flags);
  });
}
