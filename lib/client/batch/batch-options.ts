import {
  oneOf,
  type OptionRule,
  type OptionTable,
  wholeNumber,
} from '../../options/option-rule.js';
import { CALL_OPTION_TABLE, type KaizenCallOptions } from '../kaizen-call-options.js';
import type { KaizenBatchProgress } from './batch-result.js';

/** What a batch may be told. The options of calls hold for the batch as a whole. */
export interface KaizenBatchOptions extends KaizenCallOptions {
  /**
   * What the errors of items come to: with `collect` they are in the result's `errors`, with `throw` the
   * first rejects the batch and ends what is under way. Default `collect`.
   */
  onError?: 'collect' | 'throw';
  /**
   * How many items, or requests with many items each, may be under way at once, 1 to 1000. Of a service
   * never more than the client's `maxConcurrency`. Default 8.
   */
  concurrency?: number;
  /** Is told of each item that is done, in the order in which they end. What it throws is dropped. */
  onProgress?: (progress: KaizenBatchProgress) => void;
  /** How long the whole batch may take, in milliseconds. Default: the client's `timeoutMs`. */
  timeoutMs?: number;
  /**
   * The id of the batch: 1 to 180 visible ASCII characters, no spaces. That of an item has the item's
   * index behind it: `ID.7`. Default: a random UUID.
   */
  requestId?: string;
  /** What the `Idempotency-Key` of each request begins with. Default: a random UUID for each. */
  idempotencyKey?: string;
}

const progress: OptionRule<(progress: KaizenBatchProgress) => void> = {
  types: ['function'],
  expects: 'a function',
  accepts: () => true,
};

/** What each of them accepts. */
export const BATCH_OPTION_TABLE: OptionTable<KaizenBatchOptions> = {
  ...CALL_OPTION_TABLE,
  onError: oneOf(['collect', 'throw'], 'collect'),
  concurrency: wholeNumber(1, 1000, 8),
  onProgress: progress,
  requestId: {
    types: ['string'],
    expects: 'a string of 1 to 180 visible ASCII characters',
    accepts: (value) => /^[!-~]{1,180}$/.test(String(value)),
  },
};
