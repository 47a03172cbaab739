/** A part of a content: what is read of it. */
export interface MistralPart {
  readonly type?: string;
  readonly text?: string;
  readonly thinking?: readonly MistralPart[];
  readonly signature?: string | null;
}

/** A call of a tool, or a piece of one. Where the vendor says nothing the SDK puts `'null'` and `0`. */
export interface MistralToolCall {
  readonly id?: string;
  readonly index?: number;
  readonly function?: {
    readonly name?: string;
    readonly arguments?: string | Readonly<Record<string, unknown>>;
  };
}

/** A message, or a piece of one. */
export interface MistralMessage {
  readonly content?: string | readonly MistralPart[] | null;
  readonly toolCalls?: readonly MistralToolCall[] | null;
}

/** What the SDK passes on of the usage: names it does not know it leaves as they are. */
export interface MistralUsage {
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  readonly num_cached_tokens?: number | null;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number | null } | null;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number | null } | null;
}

/** A reply, or an event of a stream: what is read of them. */
export interface MistralCompletion {
  readonly model?: string;
  readonly choices?: readonly {
    readonly message?: MistralMessage | null;
    readonly delta?: MistralMessage | null;
    readonly finishReason?: string | null;
  }[];
  readonly usage?: MistralUsage | null;
  /** What the model thought, all of it: put in by the adapter where a stream ends. */
  readonly thought?: MistralPart;
}
