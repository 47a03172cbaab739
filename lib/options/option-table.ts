import { type KaizenOptions } from './kaizen-options.js';
import { flag, milliseconds, oneOf, type OptionTable, wholeNumber } from './option-rule.js';

const MEBIBYTE = 1024 * 1024;
/** A text is one string in memory; this is V8's longest, in code units. */
const LONGEST_STRING = 2 ** 29 - 24;

/** Every option of a client, what it accepts and its default: checks and defaults come from here. */
export const OPTION_TABLE: OptionTable<KaizenOptions> = {
  transport: oneOf(['embedded'], 'embedded'),
  profile: oneOf(['ktof', 'toon', 'legacy']),
  delimiter: oneOf([',', '\t', '|']),
  indent: wholeNumber(1, 8),
  lengthMarker: flag(),
  maxDepth: wholeNumber(1, 500, 200),
  maxPayloadBytes: wholeNumber(1, LONGEST_STRING, 64 * MEBIBYTE),
  verify: flag(true),
  timeoutMs: milliseconds(1, 30_000),
  shutdownGraceMs: milliseconds(0, 5000),
};
