import type { KnownCommand, KnownFlag } from './known-command.js';

/** The script for fish. */
export function fishScript(commands: readonly KnownCommand[]): string {
  const lines = commands.flatMap(({ name, summary, flags, words }) => [
    `complete -c kaizen -n __fish_use_subcommand -f -a ${name} -d ${quote(summary)}`,
    ...flags.map(
      (flag) => `complete -c kaizen -n '__fish_seen_subcommand_from ${name}' ${specOf(flag)}`,
    ),
    ...words.map(
      (word) => `complete -c kaizen -n '__fish_seen_subcommand_from ${name}' -f -a ${word}`,
    ),
  ]);
  return `# fish completion for kaizen\n${lines.join('\n')}\ncomplete -c nestjs-kaizen -w kaizen\n`;
}

function specOf({ names, help, takesValue, choices }: KnownFlag): string {
  const spelled = names.map((name) =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  const values = choices.length > 0 ? ` -x -a ${quote(choices.join(' '))}` : ' -r';
  return `${spelled.join(' ')} -d ${quote(help)}${takesValue ? values : ''}`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
