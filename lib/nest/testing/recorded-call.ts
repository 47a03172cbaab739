import type { KaizenBatchOptions } from '../../client/batch/batch-options.js';
import type { KaizenBatchResult } from '../../client/batch/batch-result.js';
import type { KaizenCallOptions } from '../../client/kaizen-call-options.js';
import type {
  PromptDecodeStreamEvent,
  PromptEncodeStreamEvent,
  PromptEncodeStreamPayload,
} from '../../client/prompt-stream-events.js';
import type { KaizenRequests, KaizenResponses } from '../../contract/types.js';
import type { KtofSource } from '../../ktof/stream/source.js';

/** What each recorded method takes. */
export interface KaizenRecordedPayloads extends KaizenRequests {
  promptsEncodeBatch: readonly KaizenRequests['promptsEncode'][];
  promptsDecodeBatch: readonly KaizenRequests['promptsDecode'][];
  promptsEncodeStream: PromptEncodeStreamPayload;
  promptsDecodeStream: KtofSource;
}

/** What each recorded method gives: of a stream, its last event. */
export interface KaizenRecordedResults extends KaizenResponses {
  promptsEncodeBatch: KaizenBatchResult<KaizenResponses['promptsEncode']>;
  promptsDecodeBatch: KaizenBatchResult<KaizenResponses['promptsDecode']>;
  promptsEncodeStream: Extract<PromptEncodeStreamEvent, { type: 'done' }>;
  promptsDecodeStream: Extract<PromptDecodeStreamEvent, { type: 'done' }>;
}

/** The methods of a client that are recorded. */
export type KaizenRecordedOperation = keyof KaizenRecordedPayloads;

/** Those of them whose next call can be made to fail: of a batch, its items can. */
export type KaizenScriptedOperation = Exclude<KaizenRecordedOperation, `${string}Batch`>;

/** A call of a client. One that has neither a result nor an error is still under way. */
export interface KaizenRecordedCall<O extends KaizenRecordedOperation = KaizenRecordedOperation> {
  /** The method that was called. */
  readonly operation: O;
  /** What it was handed, by reference: what the app changes later is changed here. `{}` for `health`. */
  readonly payload: KaizenRecordedPayloads[O];
  /** The call's own options, by reference; `{}` for none. */
  readonly call: KaizenCallOptions | KaizenBatchOptions;
  /** What came of it. */
  readonly result?: KaizenRecordedResults[O];
  /** What it failed with. */
  readonly error?: unknown;
}

/** A call of any method: ask its `operation` which. */
export type KaizenAnyRecordedCall = {
  [O in KaizenRecordedOperation]: KaizenRecordedCall<O>;
}[KaizenRecordedOperation];
