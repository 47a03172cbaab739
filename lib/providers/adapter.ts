import type { OptionTable } from '../options/option-rule.js';
import type { ProviderErrorKind } from '../errors/provider.error.js';
import type { SentMessage } from './chat/message.js';
import type { RawPart } from './chat/part.js';
import type { ToolCall, ToolChoice, ToolSpec } from './chat/tool.js';
import type { ChatUsage, FinishReason } from './chat/usage.js';
import type { ProviderOptions } from './options/provider-options.js';

/** The form that a reply is asked for in, by the vendor's own means. */
export type ResponseFormat =
  | { readonly type: 'json' }
  | {
      readonly type: 'schema';
      /** Letters, digits, `_` and `-`. */
      readonly name: string;
      readonly schema: Readonly<Record<string, unknown>>;
    };

/** A chat as an adapter gets it. The adapter writes it in its vendor's words and changes nothing. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly SentMessage[];
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  /** Texts at which the model stops. */
  readonly stop?: readonly string[];
  readonly tools?: readonly ToolSpec[];
  readonly toolChoice?: ToolChoice;
  readonly responseFormat?: ResponseFormat;
  /** Fields of the vendor's own request, which win over those the adapter writes. */
  readonly vendor?: Readonly<Record<string, unknown>>;
}

/** Headers in any of the forms that SDKs hand out. */
export type HeaderSource = Headers | Readonly<Record<string, unknown>>;

/** What an attempt runs with. */
export interface CallContext {
  /** Aborts at the deadline, and when the caller gives up. It is the one clock: set no other. */
  readonly signal: AbortSignal;
  /** To send beside the adapter's own. */
  readonly headers: Readonly<Record<string, string>>;
  /** `fetch` that notes the headers of each response, for SDKs that take one for each call. */
  readonly fetch: typeof fetch;
  /** Notes a response's headers: the vendor's request id and `Retry-After` are read off them. */
  noteResponse(this: void, headers: HeaderSource): void;
}

/** What an adapter found in a reply. What was not there is left out. */
export interface ProviderReply {
  /** All of the text; empty when the model only calls tools. */
  readonly text?: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly finishReason?: FinishReason;
  readonly usage?: ChatUsage;
  /** The model that answered. */
  readonly model?: string;
  /** What has to come before the text when the reply is sent back: thoughts with their signatures. */
  readonly carried?: readonly RawPart[];
  /** What went wrong, where the vendor tells a failure in a response of success. */
  readonly error?: ErrorView;
}

/** What an adapter found in an event of a stream. */
export type ProviderEvent =
  | { readonly type: 'text'; readonly text: string }
  /** A piece of a call, or all of it: pieces with the same index are one call. */
  | {
      readonly type: 'tool';
      readonly index: number;
      readonly id?: string;
      readonly name?: string;
      /** A piece of the arguments, put behind those before. */
      readonly arguments?: string;
      readonly vendor?: Readonly<Record<string, unknown>>;
    }
  /** Of two usages, each field of the later one counts. */
  | { readonly type: 'usage'; readonly usage: ChatUsage }
  | { readonly type: 'model'; readonly model: string }
  | { readonly type: 'carried'; readonly part: RawPart }
  /** The model's last word. A stream without it was cut off. Usage may still follow. */
  | { readonly type: 'finish'; readonly reason: FinishReason }
  /** The vendor gave up in the middle. */
  | { readonly type: 'error'; readonly error: ErrorView };

/** What can be told of a vendor's error. What it does not say is left out; never a guess. */
export interface ErrorView {
  /** The HTTP status. */
  readonly status?: number;
  /** The vendor's own code: `rate_limit_exceeded`, `ThrottlingException`. */
  readonly code?: string;
  /** What the vendor says. It is told only where it repeats neither the prompt nor a secret. */
  readonly message?: string;
  readonly headers?: HeaderSource;
  /** The vendor's id of the request, where no header has it. */
  readonly requestId?: string;
  /** How long to wait, where no `Retry-After` header tells it. */
  readonly retryAfterMs?: number;
  /** For a code that tells what a status would have told: errors in the middle of a stream have none. */
  readonly kind?: ProviderErrorKind;
}

/**
 * A vendor, as the shared flow sees it: what is sent in the vendor's words, and what comes back in ours.
 * Compression, deadline, retries, decoding and errors are the flow's business.
 *
 * @typeParam Raw The vendor's reply.
 * @typeParam Event An event of the vendor's stream.
 */
export interface ProviderAdapter<Raw = unknown, Event = unknown> {
  /** Sends one request: the SDK's own retries and timeouts are off. */
  generate(request: ChatRequest, context: CallContext): PromiseLike<Raw>;
  /** Sends one request whose reply comes in pieces. */
  stream(
    request: ChatRequest,
    context: CallContext,
  ): AsyncIterable<Event> | PromiseLike<AsyncIterable<Event>>;
  /** Reads a reply. Pure. `finishReason` is missing from what is no reply of the vendor's. */
  read(raw: Raw): ProviderReply;
  /** Reads an event. Pure. */
  readEvent(event: Event): Iterable<ProviderEvent>;
  /** Reads an error that the SDK threw. Pure. For an error of any other kind it is empty. */
  viewError(error: unknown): ErrorView;
  /** Frees what the adapter opened itself; never a client that the caller gave. */
  close?(): void | Promise<void>;
}

/**
 * A vendor that can be set up: what its options are, and how an adapter is made of them.
 *
 * @typeParam O Its options, checked and with their defaults.
 */
export interface ProviderKind<O extends ProviderOptions = ProviderOptions> {
  /** As options, results and errors name it: `openai`. */
  readonly name: string;
  /** As sentences name it: `OpenAI`. */
  readonly label: string;
  /** What its options accept: {@link PROVIDER_OPTION_TABLE} and its own. */
  readonly table: OptionTable<O>;
  /** The environment's variables that its SDK reads a secret from. No error repeats their values. */
  readonly secretVariables: readonly string[];
  /**
   * Makes the adapter, on the first call: imports the SDK, unless `client` was given.
   *
   * @throws `KaizenDependencyError` when the SDK is not installed.
   */
  open(options: Readonly<O>): Promise<ProviderAdapter>;
}

/** A vendor's kind, whatever its options are. */
export interface AnyProviderKind extends Pick<ProviderKind, 'name' | 'label' | 'secretVariables'> {
  readonly table: object;
  open(options: never): Promise<ProviderAdapter>;
}
