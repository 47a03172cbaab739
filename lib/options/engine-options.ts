import {
  falseOr,
  flag,
  milliseconds,
  oneOf,
  type OptionTable,
  wholeNumber,
} from './option-rule.js';

/** When and how large work leaves the calling thread. Every option may be left out. */
export interface KaizenWorkerOptions {
  /**
   * Payloads from this size on, in bytes of JSON or KTOF (guessed), go to a worker thread; smaller
   * ones are done where the call is made. Each of `tokenModels` counts like twice the payload.
   * Default 262 144 (256 KiB): from there an encode would hold the event loop for 5 to 14 ms.
   */
  thresholdBytes?: number;
  /** How many threads may run at once, 1 to 64. Default: one less than the cores, from 1 to 4. */
  maxThreads?: number;
  /** How many calls may wait for a thread; more are refused with `KaizenOverloadedError`. Default 64. */
  maxQueue?: number;
  /** The heap of each thread, in MiB, at least 16; past it, `KaizenWorkerError`. Default 1024. */
  maxMemoryMb?: number;
  /** How long a thread without work is kept, in milliseconds. Default 60 000. */
  idleTimeoutMs?: number;
}

/** How the engine in this process works, and how encodes are written. */
export interface KaizenEngineOptions {
  /**
   * The form that encodes write when the call names none: `ktof` is the smallest, `toon` is
   * standard TOON, `legacy` writes the `[#N]` of older versions. Default `ktof`.
   */
  profile?: 'ktof' | 'toon' | 'legacy';
  /** Separates the values of a row when the call names none. Default a comma. */
  delimiter?: ',' | '\t' | '|';
  /** Spaces for each level, 1 to 8, when the call names none. Default 1 in `ktof`, 2 in the others. */
  indent?: number;
  /** Whether encodes write `[#3]` for `[3]` when the call does not say. Default: in `legacy` only. */
  lengthMarker?: boolean;
  /** The deepest nesting a payload may have, 1 to 500. Default 200. */
  maxDepth?: number;
  /** The largest payload, in bytes of UTF-8, at most 2^29 - 24. Default 64 MiB. */
  maxPayloadBytes?: number;
  /** Whether each encode is decoded and compared before it is returned. Default `true`. */
  verify?: boolean;
  /**
   * Large payloads are worked on in other threads, so that the event loop goes on; `false` keeps all
   * work where the call is made. Default `{}`. No thread is started before there is large work.
   */
  workers?: false | KaizenWorkerOptions;
}

const MEBIBYTE = 1024 * 1024;
/** A text is one string in memory; this is V8's longest, in code units. */
const LONGEST_STRING = 2 ** 29 - 24;

/** Every option of the worker threads. Their defaults are the engine's. */
const WORKER_OPTION_TABLE: OptionTable<KaizenWorkerOptions> = {
  thresholdBytes: wholeNumber(0, LONGEST_STRING),
  maxThreads: wholeNumber(1, 64),
  maxQueue: wholeNumber(0, 100_000),
  maxMemoryMb: wholeNumber(16, 65_536),
  idleTimeoutMs: milliseconds(0),
};

/** What each of them accepts, and its default. */
export const ENGINE_OPTION_TABLE: OptionTable<KaizenEngineOptions> = {
  profile: oneOf(['ktof', 'toon', 'legacy']),
  delimiter: oneOf([',', '\t', '|']),
  indent: wholeNumber(1, 8),
  lengthMarker: flag(),
  maxDepth: wholeNumber(1, 500, 200),
  maxPayloadBytes: wholeNumber(1, LONGEST_STRING, 64 * MEBIBYTE),
  verify: flag(true),
  workers: falseOr(WORKER_OPTION_TABLE),
};
