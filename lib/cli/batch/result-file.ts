/** The result of a line, as it is written. */
export interface Result {
  /** The line's number, from 1. */
  readonly number: number;
  /** JSON, and a line break. */
  readonly text: string;
}

/** Where the results of a batch go, in the order of their lines. */
export interface ResultFile {
  /** Whether a line has its result from a run before, and no error. */
  has(number: number): boolean;
  write(results: readonly Result[]): Promise<void>;
  /** All is in its place when it resolves. */
  close(): Promise<void>;
}

/** Results as text. */
export function textOf(results: readonly Result[]): string {
  return results.map(({ text }) => text).join('');
}
