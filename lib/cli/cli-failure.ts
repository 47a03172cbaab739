/** A command that cannot go on, in words for who gave it. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';

  /**
   * @param message What is wrong, ending in the remedy.
   * @param exitCode One of `EXIT_CODE`.
   */
  constructor(
    message: string,
    readonly exitCode: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
