/** A command, as far as completing it needs. */
export interface KnownCommand {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly KnownFlag[];
  /** The words that may stand behind its name; files when there are none. */
  readonly words: readonly string[];
}

/** A flag, as far as completing it needs. */
export interface KnownFlag {
  /** `--model`, and `-m` where it has that too. */
  readonly names: readonly string[];
  readonly help: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}
