import type { OptionTable } from '../../options/option-rule.js';
import { flag, text } from '../../options/option-rule.js';

/** A class whose instances class-validator can check. */
export type OutputClass<T> = new () => T;

/**
 * What a reply has to be. With a `dto` the data is an instance of it, or with `list` a list of these, checked
 * by its class-validator rules; with a `schema` it keeps that; with `validate` it is what that function
 * accepts. All that are given are checked, in the order `schema`, `dto`, `validate`, until one finds the data
 * wrong.
 *
 * @typeParam T What the class is.
 * @typeParam L Whether the reply is a list.
 * @example
 * ```ts
 * const { data } = await openai.chat(messages, { output: { dto: Invoice, schema: invoiceSchema } });
 * ```
 */
export interface OutputSpec<T, L extends boolean = boolean> {
  /** The class that the data becomes an instance of; of a list, each item. */
  dto?: OutputClass<T>;
  /** Whether the reply is a list, each item of which is checked. Default false. */
  list?: L;
  /**
   * A JSON Schema of the whole reply: draft 07, or the draft 2020-12 that its `$schema` names. The vendor is
   * told to write such replies, and the data is checked by the package `ajv`; of formats nothing is checked.
   * The schema is compiled once for each object: keep it in a constant. OpenAI and Azure OpenAI are told
   * `strict` where their strict mode takes the schema: each object has `additionalProperties: false` and
   * requires all its properties. Without `ajv` a call is refused, unless `dto` or `validate` checks the data.
   */
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

/** What the data of a reply is: of a list, a list. */
export type OutputData<T, L extends boolean> = [L] extends [true] ? T[] : T;

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
