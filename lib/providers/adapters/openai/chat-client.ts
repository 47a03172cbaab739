/** What is told to a client of the OpenAI family beside the body. */
export interface SdkRequestOptions {
  readonly signal: AbortSignal;
  readonly headers: Record<string, string>;
  readonly maxRetries: 0;
  readonly timeout: number;
}

/** A promise of such a client: its response can be asked for too. */
export interface SdkPromise<T> extends PromiseLike<T> {
  /** The reply together with its response, whose headers have the request id. */
  withResponse?(): Promise<{ data: T; response: { headers: Headers } }>;
}

/** What the adapter uses of a client: `openai` 6 and 7, `AzureOpenAI` and `together-ai` have it. */
export interface ChatCompletionsClient {
  readonly chat: {
    readonly completions: {
      /** Asks for a reply, whole or in pieces. */
      create(body: never, options?: never): SdkPromise<unknown>;
    };
  };
}

/** A call of a tool, or a piece of one. */
export interface ChatToolCall {
  readonly index?: number;
  readonly id?: string | null;
  readonly function?: { readonly name?: string | null; readonly arguments?: string | null };
}

/** A part of what the model says. */
export interface ChatPart {
  readonly type?: string;
  readonly text?: string;
}

/** What the model says, or a piece of it. */
export interface ChatWords {
  /** A text; some endpoints of this shape send its parts. */
  readonly content?: string | readonly (string | ChatPart)[] | null;
  readonly refusal?: string | null;
  readonly tool_calls?: readonly ChatToolCall[] | null;
}

/** The tokens of a call. */
export interface ChatCompletionUsage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly prompt_tokens_details?: {
    readonly cached_tokens?: number;
    readonly cache_write_tokens?: number;
  } | null;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number } | null;
}

/** A reply, or an event of a stream: what is read of them. */
export interface ChatCompletion {
  readonly model?: string;
  readonly choices?: readonly {
    readonly message?: ChatWords | null;
    readonly delta?: ChatWords | null;
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: ChatCompletionUsage | null;
  /** In a stream that the vendor gave up. */
  readonly error?: unknown;
}
