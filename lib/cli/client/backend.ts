import type { KaizenOperation } from '../../contract/operations.js';
import type { KaizenRequests } from '../../contract/types.js';
import type { Answer } from './answer.js';

/** What became of one item of many: its answer, or its error. */
export type ItemOutcome = { readonly answer: Answer } | { readonly error: Error };

/** What carries operations out for a command: the engine in this process, or a service. */
export interface Backend {
  readonly kind: 'embedded' | 'http';
  /** Carries one out. Throws what a client does. */
  execute<O extends KaizenOperation>(operation: O, request: KaizenRequests[O]): Promise<Answer>;
  /** Encodes some prompts. An item's error fails no other. */
  encodeAll(requests: readonly KaizenRequests['promptsEncode'][]): Promise<ItemOutcome[]>;
  close(): Promise<void>;
}
