import {
  flag,
  listOf,
  objectOf,
  type OptionRule,
  type OptionTable,
} from '../../options/option-rule.js';

/** What of a chat is compressed. Every option may be left out. */
export interface CompressOptions {
  /** The tools whose results are compressed, by name; `[]`: none. Default: all. */
  tools?: readonly string[];
  /** Whether system messages are looked into, as the others are. Default false. */
  system?: boolean;
  /** Whether JSON in the middle of a text is replaced too. Default false. */
  prose?: boolean;
  /** A line at the end of the system prompt that says what KTOF is; a text: this line. Default false. */
  hint?: boolean | string;
}

const COMPRESS_TABLE: OptionTable<CompressOptions> = {
  tools: listOf<string>('a list of names', (name) => typeof name === 'string'),
  system: flag(false),
  prose: flag(false),
  hint: {
    types: ['boolean', 'string'],
    expects: 'true, false or a text',
    accepts: () => true,
    fallback: false,
  },
};

/** What the option `compress` accepts. */
export const compressRule: OptionRule<boolean | CompressOptions> = {
  ...objectOf(COMPRESS_TABLE),
  types: ['object', 'boolean'],
  expects: 'true, false or an object of options',
  accepts: (value) => typeof value === 'boolean' || objectOf(COMPRESS_TABLE).accepts(value),
};
