import { Argument, Command } from 'commander';
import type { Shell } from './completion.js';

const EXAMPLES = `
Examples:
  $ kaizen completion bash > ~/.local/share/bash-completion/completions/kaizen
  $ kaizen completion zsh > "\${fpath[1]}/_kaizen"
  $ kaizen completion fish > ~/.config/fish/completions/kaizen.fish
  $ source <(kaizen completion bash)`;

/** `kaizen completion`: a script that completes this command in a shell. */
export function completionCommand(): Command {
  return new Command('completion')
    .summary('print a script that completes commands in a shell')
    .description('Prints a script with which a shell completes commands and flags.')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', EXAMPLES)
    .action(async (shell: Shell, _flags: object, command: Command) => {
      const { completion } = await import('./completion.js');
      const { print } = await import('../output/write.js');
      await print(completion(shell, command.parent!));
    });
}
