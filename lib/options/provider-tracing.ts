import type { ProviderErrorKind } from '../errors/provider.error.js';

/** A question to a model's vendor that begins, as a tracer is told of it. Nothing in it is from the messages. */
export interface KaizenTracedProviderCall {
  /** Who is asked, as options name it: `openai`. */
  readonly provider: string;
  /** The model that is asked for. */
  readonly model: string;
  /** What is asked for. */
  readonly operation: 'chat';
  /** Whether the reply comes in pieces. */
  readonly stream: boolean;
  /**
   * The context that the caller handed over with the call's `headers`, in lower case: `traceparent`,
   * `tracestate`, `baggage`. Where it is empty, the context that is current is the parent.
   */
  readonly parent: Readonly<Record<string, string>>;
}

/** The tokens of a question, as the vendor counts them. What it does not tell is absent. */
export interface KaizenTracedUsage {
  /** Of the prompt, cached ones among them. */
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

/** How large the texts of the messages were before they were compressed, and after. */
export interface KaizenTracedCompression {
  /** In UTF-8 bytes. */
  readonly bytes: { readonly before: number; readonly after: number };
  /** Only where the provider counts them (`countTokens`). */
  readonly tokens?: { readonly before: number; readonly after: number };
}

/** How a question ended. */
export interface KaizenProviderCallOutcome {
  readonly outcome: 'ok' | 'error';
  /** How many requests were sent. */
  readonly attempts: number;
  /** The model that answered, as the vendor names it. */
  readonly model?: string;
  /** Why the model stopped: `stop`, `length`, `tool-calls`, `content-filter`, `other`. */
  readonly finishReason?: string;
  readonly usage?: KaizenTracedUsage;
  /** Absent where it ended before the messages were compressed. */
  readonly compression?: KaizenTracedCompression;
  /** Of a stream, how long the first of the reply took, in milliseconds. */
  readonly firstChunkMs?: number;
  /** Which error of the vendor's it is; `abort` also for a stream that was left before its end. */
  readonly errorKind?: ProviderErrorKind;
  /** The code of the error, whichever it is: `KAIZEN_PROVIDER_FAILED`. */
  readonly errorCode?: string;
  /** The HTTP status of a failure, where there was one. */
  readonly statusCode?: number;
}

/** The span of a question. */
export interface KaizenProviderCallSpan {
  /**
   * Sent with the request, in the place of those of the call: `traceparent`, `tracestate`. The vendor is
   * somebody else, so that other headers, such as `baggage`, are left out.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Does a part of the work in the span's context, so that what is traced within is its child. It has to
   * call `work` at once, and only once. Default: no context.
   */
  run?(work: () => unknown): void;
  /** The question has its end. Called once. */
  end(outcome: KaizenProviderCallOutcome): void;
}
