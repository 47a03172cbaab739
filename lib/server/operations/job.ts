import type { KaizenOperation } from '../../contract/operations.js';
import type { EngineOptions } from '../../engine/engine-options.js';
import type { RefusalFacts } from '../refusals/refusal.js';

/** An operation that has a body. */
export type BodyOperation = Exclude<KaizenOperation, 'health'>;

/** A request to carry out. It is plain data: it goes from thread to thread. */
export interface Job {
  readonly operation: BodyOperation;
  /** The JSON body. */
  readonly body: Uint8Array;
  /** The stored prompt that the body asks for, once it is known: a record of `stored-prompt.ts`. */
  readonly record?: string;
  /** Whether the answer is to be the events of a stream, one JSON object a line. */
  readonly asEvents?: boolean;
}

/** A prompt to be kept. */
export interface PromptToKeep {
  /** The id that the response tells. */
  readonly id: string;
  /** What brings the prompt back: a record of `stored-prompt.ts`. */
  readonly record: string;
}

/**
 * How a job went: it is done; it asks for a stored prompt; it is more work than it was allowed to be;
 * it failed.
 */
export type JobOutcome =
  | {
      readonly kind: 'done';
      readonly body: string | Uint8Array;
      readonly toKeep?: PromptToKeep | undefined;
    }
  | { readonly kind: 'needs-record'; readonly id: string }
  | { readonly kind: 'too-costly' }
  | { readonly kind: 'failed'; readonly facts: RefusalFacts; readonly cause?: unknown };

/** What holds for every job of a server. It is plain data. */
export interface JobSettings {
  readonly engine: EngineOptions;
  readonly maxDepth: number;
  readonly maxTokenModels: number;
  /** Whether prompts can be kept. */
  readonly keepsPrompts: boolean;
}
