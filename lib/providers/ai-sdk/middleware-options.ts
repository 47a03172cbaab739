import type { KaizenService } from '../../client/kaizen.service.js';
import { flag, type OptionRule, type OptionTable, withMethods } from '../../options/option-rule.js';
import type { CompressionReceipt } from '../compress/receipt.js';
import { compressRule, type CompressOptions } from '../options/compress-options.js';

/** What {@link kaizen} may be told. Every option may be left out. */
export interface KaizenMiddlewareOptions {
  /** What compresses. Default: an embedded client of its own, made with the first prompt. */
  kaizen?: KaizenService;
  /** What is compressed; `false`: nothing. */
  compress?: boolean | CompressOptions;
  /** Whether receipts count tokens, for the model's id. Needs `gpt-tokenizer`. Default false. */
  countTokens?: boolean;
  /**
   * Is told of each request that the model took: of a stream when it begins. What it throws, or its promise
   * rejects with, changes nothing.
   */
  onReceipt?: (receipt: CompressionReceipt) => unknown;
}

const listener: OptionRule<(receipt: CompressionReceipt) => unknown> = {
  types: ['function'],
  expects: 'a function',
  accepts: () => true,
};

/** What each of them accepts, and its default. */
export const MIDDLEWARE_OPTION_TABLE: OptionTable<KaizenMiddlewareOptions> = {
  kaizen: withMethods<KaizenService>('a KaizenService', ['promptsEncode', 'promptsEncodeBatch']),
  compress: compressRule,
  countTokens: flag(false),
  onReceipt: listener,
};
