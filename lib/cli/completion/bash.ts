import type { KnownCommand } from './known-command.js';

/** The script for bash 3.2 and newer. */
export function bashScript(commands: readonly KnownCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# bash completion for kaizen
_kaizen() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local words="" plain=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}:$previous" in
${commands.flatMap(valueCases).join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${commands.map(wordCase).join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *)
      if [ -n "$plain" ]; then COMPREPLY=($(compgen -W "$plain" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
  esac
}
complete -o filenames -F _kaizen kaizen nestjs-kaizen
`;
}

function valueCases({ name, flags }: KnownCommand): string[] {
  return flags
    .filter(({ takesValue }) => takesValue)
    .map(({ names, choices }) => {
      const patterns = names.map((each) => `${name}:${each}`).join('|');
      const values = choices.length > 0 ? `-W "${choices.join(' ')}"` : '-f';
      return `    ${patterns}) COMPREPLY=($(compgen ${values} -- "$current")); return ;;`;
    });
}

function wordCase({ name, flags, words }: KnownCommand): string {
  const all = flags.flatMap(({ names }) => names).join(' ');
  return `    ${name}) words="${all}"; plain="${words.join(' ')}" ;;`;
}
