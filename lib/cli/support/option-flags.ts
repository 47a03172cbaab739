import { type Command, Option } from 'commander';

/** A flag of a command and the option that it sets. */
export interface OptionFlag {
  /** As commander takes it: `--port <number>`. */
  readonly flags: string;
  /** The option, as a path: `rateLimit.limit`. */
  readonly option: string;
  readonly help: string;
  /** Makes the option's value of the text; a flag without it is text, or true or false. */
  readonly read?: (text: string) => unknown;
}

/** Flags by the heading of the help that they stand under. */
export type FlagTable = Readonly<Record<string, readonly OptionFlag[]>>;

/** What commander read: by attribute, which is the flag's name in camel case. */
export type ReadFlags = Readonly<Record<string, unknown>>;

/** Has a command take the flags of a table. */
export function addFlags(command: Command, table: FlagTable): Command {
  for (const [heading, flags] of Object.entries(table)) {
    for (const { flags: names, help, read } of flags) {
      const option = new Option(names, help).helpGroup(heading);
      command.addOption(read ? option.argParser(read) : option);
    }
  }
  return command;
}

/** The options that the flags of a command line set. A flag that was not given sets nothing. */
export function readOptionFlags(flags: ReadFlags, table: FlagTable): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const flag of Object.values(table).flat()) {
    const value = flags[attributeOf(flag)];
    if (value !== undefined && isMeant(flag, value)) put(options, flag.option.split('.'), value);
  }
  return options;
}

/** An error's words about options, with the flags that were given in the place of their names. */
export function sayFlags(message: string, flags: ReadFlags, table: FlagTable): string {
  const all = Object.values(table).flat();
  return message.replaceAll(/\b(?:The file of )?[Oo]ption "([\w.]+)"/g, (said, option: string) => {
    const given = all.find(
      (flag) => flag.option === option && flags[attributeOf(flag)] !== undefined,
    );
    return given === undefined ? said : given.flags.split(' ')[0]!;
  });
}

/** The attribute under which commander keeps a flag's value. */
function attributeOf({ flags }: OptionFlag): string {
  return new Option(flags).attributeName();
}

/** A pair of `--x` and `--no-x` has one value: each speaks for its own half. */
function isMeant({ flags }: OptionFlag, value: unknown): boolean {
  return flags.startsWith('--no-') ? value === false : value !== false;
}

/** `false` for the whole of something beats what is told of its parts. */
function put(options: Record<string, unknown>, [name, part]: string[], value: unknown): void {
  if (part === undefined) options[name!] = value;
  else if (options[name!] !== false) {
    options[name!] = { ...(options[name!] as object | undefined), [part]: value };
  }
}
