import { Command } from 'commander';
import { INPUT_FLAGS } from '../input/open-input.js';
import { collect } from './read-values.js';

/** A command that takes one input: a file or `-` as its argument, `--file`, or `--prompt`. */
export function inputCommand(name: string, summary: string): Command {
  const command = new Command(name)
    .summary(summary)
    .argument('[file]', 'a file, or - for standard input');
  for (const [flags, help] of INPUT_FLAGS) command.option(flags, help);
  return command;
}

/** Has a command take the models to count tokens for. */
export function addModels(command: Command, help = 'count its tokens; may be repeated'): Command {
  return command.option('-m, --model <name>', help, collect);
}

/** Has a command take `--json`. */
export function addJson(command: Command, help: string): Command {
  return command.option('--json', help);
}

/** Has a command read a file of options. */
export function addConfig(command: Command): Command {
  return command.option('--config <path>', 'options as JSON; default kaizen.config.json');
}
