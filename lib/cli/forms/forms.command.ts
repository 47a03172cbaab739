import type { Command } from 'commander';
import { LIMIT_FLAGS, WRITING_FLAGS } from '../client/client-flags.js';
import { addConfig, addJson, inputCommand } from '../support/command-parts.js';
import { addFlags } from '../support/option-flags.js';
import { readNumber } from '../support/read-values.js';
import type { BenchFlags } from './bench.js';
import type { DiffFlags } from './diff.js';

const DIFF = `
Examples:
  $ kaizen diff data.json
  $ kaizen diff data.json --lines 0 | less -R
  $ curl -s https://example.com/orders.json | kaizen diff --json`;

const BENCH = `
Each form is 100 % of compact JSON where it is as many tokens (bytes, without
the package gpt-tokenizer). A ~ is an estimate.

Examples:
  $ kaizen bench data.json
  $ kaizen bench data.json --model claude-sonnet-5 --json`;

/** `kaizen diff`: JSON and KTOF side by side. */
export function diffCommand(): Command {
  const command = inputCommand('diff', 'show JSON and KTOF side by side')
    .description('Shows an input as JSON and as KTOF, side by side, and what each takes.')
    .option('-m, --model <name>', 'count its tokens; default gpt-4o')
    .option('--lines <number>', 'show so many at most, 0 for all', readNumber, 40)
    .addHelpText('after', DIFF);
  addConfig(addJson(command, 'print both and their sizes as JSON'));
  addFlags(command, { ...WRITING_FLAGS, ...LIMIT_FLAGS });
  return command.action(async (file: string | undefined, flags: DiffFlags) => {
    const { diff } = await import('./diff.js');
    await diff(file, flags);
  });
}

/** `kaizen bench`: an input in every form. */
export function benchCommand(): Command {
  const command = inputCommand('bench', 'compare an input in every form')
    .description('Compares an input in every form: its tokens and bytes, and a bar for each.')
    .option('-m, --model <name>', 'count its tokens; default gpt-4o')
    .addHelpText('after', BENCH);
  addConfig(addJson(command, 'print the sizes as JSON'));
  addFlags(command, LIMIT_FLAGS);
  return command.action(async (file: string | undefined, flags: BenchFlags) => {
    const { bench } = await import('./bench.js');
    await bench(file, flags);
  });
}
