import type { KaizenService } from '../../client/kaizen.service.js';
import {
  flag,
  oneOf,
  type OptionRule,
  type OptionTable,
  withMethods,
} from '../../options/option-rule.js';
import type { CompressionReceipt } from '../compress/receipt.js';
import { compressRule, type CompressOptions } from '../options/compress-options.js';

/** What {@link kaizen} may be told. Every option may be left out. */
export interface KaizenMiddlewareOptions {
  /** What compresses. Default: an embedded client of its own, made with the first prompt. */
  kaizen?: KaizenService;
  /** What is compressed; `false`: nothing. */
  compress?: boolean | CompressOptions;
  /**
   * What an object is asked for and read as, where the SDK asks for one (`Output`, `generateObject`). `text`: as
   * the SDK does. `json`: JSON that has slips, or text around it, is put right. `ktof`: the model is asked for
   * KTOF, and the SDK gets JSON. Any other reply stays as it is, and with `text` every one. With `json` and
   * `ktof` a streamed object comes in one piece. Default `text`.
   */
  reply?: 'text' | 'json' | 'ktof';
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
  reply: oneOf(['text', 'json', 'ktof'], 'text'),
  countTokens: flag(false),
  onReceipt: listener,
};
