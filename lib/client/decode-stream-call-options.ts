import { flag, type OptionTable, wholeNumber } from '../options/option-rule.js';
import { CALL_OPTION_TABLE, type KaizenCallOptions } from './kaizen-call-options.js';

/** What one call of `promptsDecodeStream` may be told, beside its chunks. */
export interface KaizenDecodeStreamOptions extends KaizenCallOptions {
  /**
   * Whether the whole value is put together for `done`. Default true. Without it, memory stays flat,
   * and `maxPayloadBytes` is no limit of the whole text but of what must be held of it at a time.
   */
  collect?: boolean;
  /** Refuses wrong counts, uneven indents and duplicate keys. Default true. */
  strict?: boolean;
  /** Spaces for each level, 1 to 8. Default: those of the first indented line. */
  indent?: number;
}

/** What each option accepts. */
export const DECODE_STREAM_OPTION_TABLE: OptionTable<KaizenDecodeStreamOptions> = {
  ...CALL_OPTION_TABLE,
  collect: flag(true),
  strict: flag(true),
  indent: wholeNumber(1, 8),
};
