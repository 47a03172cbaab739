import { falseOr, milliseconds, type OptionTable, wholeNumber } from '../../options/option-rule.js';

/** How many requests one caller may make. */
export interface KaizenRateLimit {
  /** Requests in each window. Default 600. */
  limit?: number;
  /** How long a window is, in milliseconds. Default 60 000. */
  windowMs?: number;
}

/** What a server takes, and how much of it at once. Every option may be left out. */
export interface KaizenServerLimitOptions {
  /** The largest request body, in bytes; a larger one is answered with 413. Default 16 MiB. */
  maxBodyBytes?: number;
  /** How long a request body may take to arrive, in milliseconds, before 408. Default 30 000. */
  bodyTimeoutMs?: number;
  /** How many operations may be under way at once; the next is answered with 503. Default 256. */
  maxConcurrency?: number;
  /** How many bytes of request bodies may be held at once, before 503. Default 256 MiB. */
  maxPendingBytes?: number;
  /** How many models a request may have tokens counted for, before 422. Default 16. */
  maxTokenModels?: number;
  /** How many requests a batch may have, before 422. Default 1000. */
  maxBatchItems?: number;
  /** The longest text to decode as a stream, in bytes; a longer one ends with 413. Default 1 GiB. */
  maxStreamBytes?: number;
  /**
   * The largest value, or row of a table, that may stand in one line of such a text, in bytes; a larger one
   * ends with 413, since it is decoded in one go. Default 1 MiB.
   */
  maxStreamValueBytes?: number;
  /**
   * How long a client may pause, in milliseconds, while it sends a text to decode as a stream, before
   * 408; and while it reads a stream or the answer to a batch, before it is cut off. Default 30 000.
   */
  streamIdleMs?: number;
  /**
   * How many requests each key may make, or the machine where there are no keys; more are answered with
   * 429. Needs `@nestjs/throttler`. Default `false`.
   */
  rateLimit?: false | KaizenRateLimit;
}

const MEBIBYTE = 1024 * 1024;

const RATE_LIMIT_TABLE: OptionTable<KaizenRateLimit> = {
  limit: wholeNumber(1, 1_000_000_000, 600),
  windowMs: milliseconds(100, 60_000),
};

/** What each of them accepts, and its default. */
export const LIMIT_OPTION_TABLE: OptionTable<KaizenServerLimitOptions> = {
  maxBodyBytes: wholeNumber(1, 2 ** 29, 16 * MEBIBYTE),
  bodyTimeoutMs: milliseconds(1, 30_000),
  maxConcurrency: wholeNumber(1, 1_000_000, 256),
  maxPendingBytes: wholeNumber(1, Number.MAX_SAFE_INTEGER, 256 * MEBIBYTE),
  maxTokenModels: wholeNumber(0, 1000, 16),
  maxBatchItems: wholeNumber(1, 100_000, 1000),
  maxStreamBytes: wholeNumber(1, Number.MAX_SAFE_INTEGER, 1024 * MEBIBYTE),
  maxStreamValueBytes: wholeNumber(1, 2 ** 29, MEBIBYTE),
  streamIdleMs: milliseconds(1, 30_000),
  rateLimit: falseOr(RATE_LIMIT_TABLE, false),
};
