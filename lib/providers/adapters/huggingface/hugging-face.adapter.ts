import type {
  CallContext,
  ChatRequest,
  ErrorView,
  ProviderAdapter,
  ProviderEvent,
  ProviderReply,
} from '../../adapter.js';
import { chatBody, type ChatDialect } from '../openai/chat-body.js';
import type { ChatCompletion } from '../openai/chat-client.js';
import { readChunk, readCompletion } from '../openai/chat-reply.js';
import { defined } from '../shared/defined.js';
import { viewInferenceError } from './inference-error.js';

/** What the adapter uses of a client of `@huggingface/inference`. */
export interface InferenceChatClient {
  /** Asks for a whole reply. */
  chatCompletion(args: never, options?: never): Promise<unknown>;
  /** Asks for a reply in pieces. */
  chatCompletionStream(args: never, options?: never): AsyncIterable<unknown>;
}

/** Who runs the model, and who is billed. */
export interface InferenceRoute {
  readonly provider?: string | undefined;
  readonly billTo?: string | undefined;
}

const DIALECT: ChatDialect = { maxTokensField: 'max_tokens', streamUsage: true };

/** Hugging Face's chat completions, which have OpenAI's shape. */
export class HuggingFaceAdapter implements ProviderAdapter<ChatCompletion, ChatCompletion> {
  constructor(
    private readonly client: InferenceChatClient,
    private readonly route: InferenceRoute,
  ) {}

  async generate(request: ChatRequest, context: CallContext): Promise<ChatCompletion> {
    const args = this.args(request, false);
    return (await this.client.chatCompletion(args, this.options(context))) as ChatCompletion;
  }

  stream(request: ChatRequest, context: CallContext): AsyncIterable<ChatCompletion> {
    const args = this.args(request, true);
    const events = this.client.chatCompletionStream(args, this.options(context));
    return events as AsyncIterable<ChatCompletion>;
  }

  read(raw: ChatCompletion): ProviderReply {
    return readCompletion(raw);
  }

  readEvent(event: ChatCompletion): Iterable<ProviderEvent> {
    return readChunk(event);
  }

  viewError(error: unknown): ErrorView {
    return viewInferenceError(error);
  }

  private args(request: ChatRequest, stream: boolean): never {
    const { provider } = this.route;
    return { ...defined({ provider }), ...chatBody(request, DIALECT, stream) } as never;
  }

  private options(context: CallContext): never {
    const { billTo } = this.route;
    const { signal } = context;
    const options = { signal, fetch: fetchOf(context), ...defined({ billTo }) };
    // Unless told otherwise the SDK sends a request that was answered 503 again and again, without a pause.
    return { ...options, retry_on_error: false } as never;
  }
}

/**
 * The SDK takes no headers for a call, and its question for who runs a model does not end by the signal. That
 * one, a GET, goes to Hugging Face whatever the endpoint is, and does not get the caller's headers.
 */
function fetchOf({ fetch: send, signal, headers }: CallContext): typeof fetch {
  return (input, init) => {
    const own = init?.method === 'POST' ? headers : {};
    const all = { ...(init?.headers as Record<string, string> | undefined), ...own };
    return send(input, { ...init, signal, headers: all });
  };
}
