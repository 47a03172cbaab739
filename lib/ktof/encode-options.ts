import {
  booleanOption,
  checkOptionNames,
  choiceOption,
  textsOption,
  wholeNumberOption,
} from './check-options.js';
import { DEFAULT_MAX_BYTES, DEFAULT_MAX_DEPTH, DEPTH_RANGE, SIZE_RANGE } from './limits.js';

/**
 * What an encode writes:
 * - `ktof`: TOON 4 plus four additive rules; the smallest form, never larger than compact JSON.
 * - `toon`: TOON 4, byte for byte as its reference library writes it; any TOON tool reads it.
 * - `legacy`: TOON as older tools read it, with `[#3]` lengths, no keyed tables, no field groups.
 */
export type KtofProfile = 'ktof' | 'toon' | 'legacy';

/** What separates cells: a comma, a tab or a pipe. */
export type KtofDelimiter = ',' | '\t' | '|';

/** How to encode. Every field has a default. */
export interface EncodeOptions {
  /** The form to write. Default `ktof`. */
  profile?: KtofProfile;
  /** What separates the cells of a row. Default `,`. */
  delimiter?: KtofDelimiter;
  /** Spaces per level, 1 to 8. Default 1 in `ktof`, 2 in `toon` and `legacy`. */
  indent?: number;
  /** Writes lengths as `[#3]` instead of `[3]`. Default true in `legacy`, else false. */
  lengthMarker?: boolean;
  /**
   * Names of columns that tables have first, in this order, in profile `ktof`. Default none: the order of
   * the rows. Rows come back with their keys in the order of the columns.
   */
  columns?: readonly string[];
  /** How many arrays and objects may stand inside each other, 1 to 500. Default 200. */
  maxDepth?: number;
  /**
   * The largest value to take, in bytes of its compact JSON. Exact for arrays and objects in profile
   * `ktof`; the others count numbers and escapes with one byte each. Default 256 MiB.
   */
  maxBytes?: number;
}

/** Encode options with every default filled in. */
export type ResolvedEncodeOptions = Readonly<Required<EncodeOptions>>;

const NAMES = [
  'profile',
  'delimiter',
  'indent',
  'lengthMarker',
  'columns',
  'maxDepth',
  'maxBytes',
] as const;
const PROFILES = ['ktof', 'toon', 'legacy'] as const;
const DELIMITERS = [',', '\t', '|'] as const;
const DEPTH = { ...DEPTH_RANGE, fallback: DEFAULT_MAX_DEPTH };
const SIZE = { ...SIZE_RANGE, fallback: DEFAULT_MAX_BYTES };

/** Checks the options and fills in the defaults. Throws `KaizenOptionsError`. */
export function resolveEncodeOptions(options: EncodeOptions = {}): ResolvedEncodeOptions {
  checkOptionNames(options, NAMES);
  const profile = choiceOption('profile', options.profile, PROFILES, 'ktof');
  const indent = { min: 1, max: 8, fallback: profile === 'ktof' ? 1 : 2 };
  return {
    profile,
    delimiter: choiceOption('delimiter', options.delimiter, DELIMITERS, ','),
    indent: wholeNumberOption('indent', options.indent, indent),
    lengthMarker: booleanOption('lengthMarker', options.lengthMarker, profile === 'legacy'),
    columns: textsOption('columns', options.columns),
    maxDepth: wholeNumberOption('maxDepth', options.maxDepth, DEPTH),
    maxBytes: wholeNumberOption('maxBytes', options.maxBytes, SIZE),
  };
}
