/** A part of a content: what is read of it. */
export interface CoherePart {
  readonly type?: string;
  readonly text?: string;
  readonly thinking?: string;
}

/** A call of a tool, or a piece of one. */
export interface CohereToolCall {
  readonly id?: string;
  readonly function?: { readonly name?: string; readonly arguments?: string };
}

/** What stands beside the text of a reply: they come back with it, as fields of its message. */
export interface CohereNotes {
  /** What the model means to do with the tools it calls. */
  readonly toolPlan?: string;
  /** Which words rest on which document or result. */
  readonly citations?: readonly unknown[];
}

/** A message of the model: what is read of it. */
export interface CohereMessage extends CohereNotes {
  readonly content?: readonly CoherePart[] | null;
  readonly toolCalls?: readonly CohereToolCall[] | null;
}

interface CohereTokens {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

export interface CohereUsage {
  readonly tokens?: CohereTokens | null;
  readonly billedUnits?: CohereTokens | null;
  readonly cachedTokens?: number | null;
}

/** A reply: what is read of it. */
export interface CohereReply {
  readonly message?: CohereMessage;
  readonly finishReason?: string;
  readonly usage?: CohereUsage | null;
}

/** An event of a stream: what is read of it. A piece of a message has one part and one call. */
export interface CohereEvent {
  readonly type?: string;
  readonly index?: number;
  readonly delta?: {
    readonly message?: {
      readonly content?: CoherePart;
      readonly toolCalls?: CohereToolCall;
      readonly toolPlan?: string;
      readonly citations?: unknown;
    };
    readonly error?: string;
    readonly finishReason?: string;
    readonly usage?: CohereUsage | null;
  };
  /** What has come of these until the end of the reply: put in by the adapter. */
  readonly carried?: readonly (CoherePart | CohereNotes)[];
}
