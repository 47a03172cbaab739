import { booleanOption, checkOptionNames, wholeNumberOption } from './check-options.js';
import { DEFAULT_MAX_BYTES, DEFAULT_MAX_DEPTH, DEPTH_RANGE, SIZE_RANGE } from './limits.js';

/** How to decode. Every field has a default. */
export interface DecodeOptions {
  /**
   * Refuses wrong counts, uneven indentation, duplicate keys and blank lines inside arrays.
   * Default true.
   */
  strict?: boolean;
  /** Spaces per level, 1 to 8. Default: those of the first indented line. */
  indent?: number;
  /** How many arrays and objects may stand inside each other, 1 to 500. Default 200. */
  maxDepth?: number;
  /** The largest text to take, in UTF-8 bytes. Default 256 MiB. */
  maxBytes?: number;
}

/** Decode options with every default filled in. `indent` 0 means that the text tells. */
export type ResolvedDecodeOptions = Readonly<Required<DecodeOptions>>;

const NAMES = ['strict', 'indent', 'maxDepth', 'maxBytes'] as const;
const INDENT = { min: 1, max: 8, fallback: 0 };
const DEPTH = { ...DEPTH_RANGE, fallback: DEFAULT_MAX_DEPTH };
const SIZE = { ...SIZE_RANGE, fallback: DEFAULT_MAX_BYTES };

/** Checks the options and fills in the defaults. Throws `KaizenOptionsError`. */
export function resolveDecodeOptions(options: DecodeOptions = {}): ResolvedDecodeOptions {
  checkOptionNames(options, NAMES);
  return {
    strict: booleanOption('strict', options.strict, true),
    indent: wholeNumberOption('indent', options.indent, INDENT),
    maxDepth: wholeNumberOption('maxDepth', options.maxDepth, DEPTH),
    maxBytes: wholeNumberOption('maxBytes', options.maxBytes, SIZE),
  };
}
