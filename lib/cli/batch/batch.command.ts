import { Command } from 'commander';
import { CLIENT_FLAGS } from '../client/client-flags.js';
import { addConfig, addModels } from '../support/command-parts.js';
import { addFlags } from '../support/option-flags.js';
import { readNumber } from '../support/read-values.js';
import type { BatchFlags } from './batch.js';

const EXAMPLES = `
Each line of the input is a prompt as JSON: an object, a list, a string. Each
line of the output is {"line", "result", "stats", "meta"} or {"line", "error"},
in the order of the input; "line" counts from 1. Ctrl-C finishes what is under
way and ends with 130. It ends with 4 when some prompts failed. --resume runs
those again, in their places, and goes on behind the last line of the output.

Examples:
  $ kaizen batch prompts.jsonl --output results.jsonl
  $ kaizen batch prompts.jsonl --output results.jsonl --resume
  $ cat prompts.jsonl | kaizen batch --model gpt-4o > results.jsonl`;

/** `kaizen batch`: many prompts, one a line. */
export function batchCommand(): Command {
  const command = new Command('batch')
    .summary('encode many prompts, one a line')
    .description('Encodes many prompts, one a line, in order and in little memory.')
    .argument('[file]', 'JSON lines; - for standard input')
    .option('-o, --output <path>', 'a new file for the results; default standard output')
    .option('--resume', 'go on with what is in --output, failed prompts again')
    .option('--concurrency <number>', 'runs of up to 64 lines at once', readNumber, 8)
    .addHelpText('after', EXAMPLES);
  addFlags(addConfig(addModels(command)), CLIENT_FLAGS);
  return command.action(async (file: string | undefined, flags: BatchFlags) => {
    const { batch } = await import('./batch.js');
    await batch(file, flags);
  });
}
