import { type KaizenOptions, type KaizenWorkerOptions } from './kaizen-options.js';
import {
  falseOr,
  flag,
  milliseconds,
  oneOf,
  type OptionTable,
  wholeNumber,
} from './option-rule.js';

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
  workers: falseOr(WORKER_OPTION_TABLE),
  timeoutMs: milliseconds(1, 30_000),
  shutdownGraceMs: milliseconds(0, 5000),
};
