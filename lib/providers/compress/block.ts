import type { KaizenRequests } from '../../contract/types.js';
import type { EncodedBlock, SkippedBlock } from './receipt.js';

/** A piece of a text that may be compressed. */
export interface Block {
  readonly path: string;
  readonly what: EncodedBlock['what'];
  /** As it is sent uncompressed. */
  readonly original: string;
  /** What the engine is asked. Absent for a block that is left alone. */
  readonly payload?: KaizenRequests['promptsEncode'];
  /** Why it is left alone. */
  readonly skip?: SkippedBlock['reason'];
  /** Whether it stands in a fence, which no line of it may close. */
  readonly isFenced: boolean;
  /** What is sent in the place of the original. */
  write(encoded: string): string;
}

/** A text as it is before it is decided what becomes of its blocks. */
export type Draft = readonly (string | Block)[];

/** The text, with each block as it is written. */
export function writeDraft(draft: Draft, write: (block: Block) => string): string {
  return draft.map((piece) => (typeof piece === 'string' ? piece : write(piece))).join('');
}
