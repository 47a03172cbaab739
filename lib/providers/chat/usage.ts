/** What the vendor says a call took, in tokens. What it does not tell is absent. */
export interface ChatUsage {
  /** Of the prompt, cached ones among them, whatever the vendor's own field leaves out. */
  readonly inputTokens?: number;
  /** Of the reply, those of its reasoning among them. */
  readonly outputTokens?: number;
  /** Of the prompt, what came out of the vendor's cache. */
  readonly cacheReadTokens?: number;
  /** Of the prompt, what was put into the vendor's cache. */
  readonly cacheWriteTokens?: number;
  /** Of the reply, what the model thought. */
  readonly reasoningTokens?: number;
}

/**
 * Why the model stopped: it was done, reached the limit of tokens, calls tools, or was stopped by the
 * vendor's filter.
 */
export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other';
