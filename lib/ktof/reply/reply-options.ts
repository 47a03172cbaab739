import {
  booleanOption,
  checkOptionNames,
  choiceOption,
  wholeNumberOption,
} from '../check-options.js';
import { DEFAULT_MAX_BYTES, DEFAULT_MAX_DEPTH, DEPTH_RANGE, SIZE_RANGE } from '../limits.js';

/** How to read a reply. Every field has a default. */
export interface DecodeReplyOptions {
  /** Raises `KaizenFormatError` instead of giving a result that has issues. Default false. */
  strict?: boolean;
  /**
   * What the model was asked for. `json` reads JSON only, strings, numbers and literals included;
   * `ktof` takes lines of `key: value` for data more readily. Default `any`.
   */
  expect?: 'json' | 'ktof' | 'any';
  /** How many arrays and objects may stand inside each other, 1 to 500. Default 200. */
  maxDepth?: number;
  /** The largest reply to take, in UTF-8 bytes. Default 256 MiB. */
  maxBytes?: number;
}

/** Reply options with every default filled in. */
export type ResolvedReplyOptions = Readonly<Required<DecodeReplyOptions>>;

const NAMES = ['strict', 'expect', 'maxDepth', 'maxBytes'] as const;
const EXPECTATIONS = ['json', 'ktof', 'any'] as const;

/** Checks the options and fills in the defaults. Throws `KaizenOptionsError`. */
export function resolveReplyOptions(options: DecodeReplyOptions = {}): ResolvedReplyOptions {
  checkOptionNames(options, NAMES);
  const depth = { ...DEPTH_RANGE, fallback: DEFAULT_MAX_DEPTH };
  const size = { ...SIZE_RANGE, fallback: DEFAULT_MAX_BYTES };
  return {
    strict: booleanOption('strict', options.strict, false),
    expect: choiceOption('expect', options.expect, EXPECTATIONS, 'any'),
    maxDepth: wholeNumberOption('maxDepth', options.maxDepth, depth),
    maxBytes: wholeNumberOption('maxBytes', options.maxBytes, size),
  };
}
