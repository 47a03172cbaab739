import type { KnownCommand, KnownFlag } from './known-command.js';

/** The script for zsh. */
export function zshScript(commands: readonly KnownCommand[]): string {
  return `#compdef kaizen nestjs-kaizen
_kaizen() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
if [ "$funcstack[1]" = "_kaizen" ]; then _kaizen "$@"; else compdef _kaizen kaizen nestjs-kaizen; fi
`;
}

function commandCase({ name, flags, words }: KnownCommand): string {
  const rest = words.length > 0 ? `:word:(${words.join(' ')})` : '*:file:_files';
  const specs = [...flags.flatMap(specsOf), rest].map(quote);
  return `    ${name}) _arguments ${specs.join(' ')} ;;`;
}

function specsOf({ names, help, takesValue, choices }: KnownFlag): string[] {
  const told = help.replaceAll(/[[\]:]/g, (character) => `\\${character}`);
  const values = choices.length > 0 ? `(${choices.join(' ')})` : '_files';
  return names.map((name) => `*${name}[${told}]${takesValue ? `:value:${values}` : ''}`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
