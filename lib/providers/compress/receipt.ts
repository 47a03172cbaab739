import type { TokenCount } from '../../tokens/token-count.js';

/** A block that was compressed. */
export interface EncodedBlock {
  /** Where it is: `messages[2].content[1]`. */
  readonly path: string;
  /** What it was: the app's data, a text that is JSON, JSON in a fence, or JSON in a text. */
  readonly what: 'data' | 'json' | 'fence' | 'prose';
  /** Its bytes as the model would have got them without. */
  readonly bytesBefore: number;
  /** Its bytes as they were sent. */
  readonly bytesAfter: number;
}

/**
 * Why a block was left as it was: the call, its message or its part says so (`off`); it is the result of a
 * tool that is not listed (`tool`); it would not have become smaller (`not-smaller`); the encoding failed
 * or took too long (`failed`).
 */
export type SkipReason = 'off' | 'tool' | 'not-smaller' | 'failed';

/** A block that was left as it was. */
export interface SkippedBlock {
  /** Where it is: `messages[2].content[1]`. */
  readonly path: string;
  readonly reason: SkipReason;
  readonly bytes: number;
  /** The code of the error, where it failed: `KAIZEN_TIMEOUT`. */
  readonly code?: string;
}

/** How large something is before and after. */
export interface BeforeAfter {
  readonly before: number;
  readonly after: number;
}

/** The tokens of the messages' texts. */
export interface TokensBeforeAfter extends BeforeAfter, Pick<TokenCount, 'method' | 'encoding'> {}

/**
 * What compressing a chat came to. The sizes are those of all texts in its messages, compressed or not, so
 * that the saving is that of the prompt; images, files, tools and the form around messages are not in them.
 */
export interface CompressionReceipt {
  readonly encoded: readonly EncodedBlock[];
  readonly skipped: readonly SkippedBlock[];
  /** In UTF-8 bytes. */
  readonly bytes: BeforeAfter;
  /** Exact or an estimate, as it says. Only with `countTokens`. */
  readonly tokens?: TokensBeforeAfter;
  /** How much smaller the texts got, in percent of their bytes, with one digit behind the point. */
  readonly savedPercent: number;
}
