/** What the exit code of a command says. These numbers stay as they are. */
export const EXIT_CODE = {
  /** All went well. */
  ok: 0,
  /** The command cannot be run as it was given: an option, a missing package. */
  usage: 1,
  /** What was handed over to be worked on is wrong. */
  badInput: 2,
  /** A service, or a server of one's own, did not do its work. */
  service: 3,
  /** Some items of a batch failed. */
  partialBatch: 4,
} as const;
