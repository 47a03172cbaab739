import type { OptionTable } from '../../options/option-rule.js';
import { flag, text } from '../../options/option-rule.js';

/** A class whose instances class-validator can check. */
export type OutputClass<T> = new () => T;

/**
 * What a reply has to be. With a `dto` the data is an instance of it, checked by its class-validator rules;
 * with `validate` it is what that function accepts. A `schema` goes to the vendor, which then writes replies
 * of that shape; it is not checked here, so give `dto` or `validate` beside it.
 *
 * @example
 * ```ts
 * const { data } = await openai.chat(messages, { output: { dto: Invoice, schema: invoiceSchema } });
 * ```
 */
export interface OutputSpec<T> {
  /** The class that the data becomes an instance of. */
  dto?: OutputClass<T>;
  /** Whether the reply is a list, each item of which is checked. Default false. */
  list?: boolean;
  /** A JSON Schema for the vendor. */
  schema?: Readonly<Record<string, unknown>>;
  /** What the vendor calls the schema: letters, digits, `_`, `-`. Default `reply`. */
  name?: string;
  /**
   * Says whether the data is right: `true`, `false`, or what is wrong with it, one sentence each. Do not repeat
   * the data in them: they are in the error.
   */
  validate?: (data: unknown) => boolean | readonly string[];
  /** Whether the model is asked once more after a reply that is wrong. Default false. */
  reask?: boolean;
}

/** What each of them accepts. */
export const OUTPUT_TABLE: OptionTable<OutputSpec<unknown>> = {
  dto: { types: ['function'], expects: 'a class', accepts: () => true },
  list: flag(false),
  schema: {
    types: ['object'],
    expects: 'a JSON Schema',
    accepts: (value) => value !== null && !Array.isArray(value),
  },
  name: text('1 to 64 letters, digits, "_" and "-"', (value) => /^[\w-]{1,64}$/.test(value)),
  validate: { types: ['function'], expects: 'a function', accepts: () => true },
  reask: flag(false),
};
