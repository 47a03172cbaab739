import { inspect, type InspectOptions } from 'node:util';

/** What a line tells beside its text. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * A line of the log: a text for people and fields for machines, in one argument.
 *
 * Loggers of text print what `util.inspect` says of it, which is the text; those of JSON take its own
 * fields, `msg` among them. It is no plain object, for Nest prints the fields of those in the text's place.
 */
export class LogRecord {
  readonly msg: string;

  constructor(text: string, ...fields: readonly (LogFields | undefined)[]) {
    this.msg = text;
    for (const some of fields) Object.assign(this, some);
  }

  /** The text under the name that winston reads it by. */
  get message(): string {
    return this.msg;
  }

  /** The text. */
  toString(): string {
    return this.msg;
  }

  /** As a line it is its text; inside of something else, its fields. */
  [inspect.custom](depth: number | null, options: InspectOptions): unknown {
    return depth === (options.depth ?? null) ? this.msg : { ...this };
  }
}
