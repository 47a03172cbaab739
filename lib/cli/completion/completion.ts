import type { Command, Option } from 'commander';
import { bashScript } from './bash.js';
import { fishScript } from './fish.js';
import type { KnownCommand, KnownFlag } from './known-command.js';
import { zshScript } from './zsh.js';

/** A shell that can be taught. */
export type Shell = 'bash' | 'zsh' | 'fish';

const SCRIPTS: Readonly<Record<Shell, (commands: readonly KnownCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** The script of a shell for all commands of a program. */
export function completion(shell: Shell, program: Command): string {
  const shared = program.options.map(flagOf);
  const commands = program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary(),
    flags: [...command.options.map(flagOf), ...shared, HELP],
    words: command.registeredArguments[0]?.argChoices ?? [],
  }));
  return SCRIPTS[shell](commands);
}

const HELP: KnownFlag = { names: ['--help', '-h'], help: 'help', takesValue: false, choices: [] };

/** Values that are known though commander does not check them. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  '--profile': ['ktof', 'toon', 'legacy'],
  '--delimiter': ['comma', 'tab', 'pipe'],
  '--transport': ['embedded', 'http'],
  '--adapter': ['fastify', 'express'],
  '--model': ['gpt-4o', 'gpt-4o-mini', 'gpt-4.1', 'gpt-5', 'claude-sonnet-5', 'o200k_base'],
};

function flagOf({ long, short, description, required, argChoices }: Option): KnownFlag {
  return {
    names: [long, short].filter((name) => typeof name === 'string'),
    help: description,
    takesValue: required,
    choices: argChoices ?? CHOICES[long ?? ''] ?? [],
  };
}
