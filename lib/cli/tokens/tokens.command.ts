import type { Command } from 'commander';
import { addJson, addModels, inputCommand } from '../support/command-parts.js';
import type { TokensFlags } from './tokens.js';

const EXAMPLES = `
A JSON list of messages, or an object with "messages", is counted as a chat.
Counting needs the package gpt-tokenizer. A ~ is an estimate; its range is where
the count of nine in ten texts lies.

Examples:
  $ kaizen tokens prompt.txt
  $ cat chat.json | kaizen tokens --model gpt-4o --model claude-sonnet-5
  $ kaizen tokens --prompt "hello world" --json`;

/** `kaizen tokens`: how many tokens an input is. */
export function tokensCommand(): Command {
  const command = inputCommand('tokens', 'count the tokens of a text or a chat')
    .description('Counts the tokens of a text or a chat, in this process.')
    .addHelpText('after', EXAMPLES);
  addModels(command, 'for this model; may be repeated; default gpt-4o');
  addJson(command, 'print the counts as JSON');
  return command.action(async (file: string | undefined, flags: TokensFlags) => {
    const { tokens } = await import('./tokens.js');
    await tokens(file, flags);
  });
}
