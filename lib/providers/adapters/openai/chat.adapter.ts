import type {
  CallContext,
  ChatRequest,
  ErrorView,
  ProviderAdapter,
  ProviderEvent,
  ProviderReply,
} from '../../adapter.js';
import { ask } from './ask.js';
import { chatBody, type ChatDialect } from './chat-body.js';
import type { ChatCompletion, ChatCompletionsClient } from './chat-client.js';
import { readChunk, readCompletion } from './chat-reply.js';
import { viewSdkError } from './sdk-error.js';

/** Chat completions, by any client of their shape. What differs between vendors is the dialect, data. */
export class ChatCompletionsAdapter implements ProviderAdapter<ChatCompletion, ChatCompletion> {
  constructor(
    private readonly client: ChatCompletionsClient,
    private readonly dialect: ChatDialect,
  ) {}

  generate(request: ChatRequest, context: CallContext): Promise<ChatCompletion> {
    return this.create(chatBody(request, this.dialect, false), context);
  }

  stream(request: ChatRequest, context: CallContext): Promise<AsyncIterable<ChatCompletion>> {
    return this.create(chatBody(request, this.dialect, true), context);
  }

  read(raw: ChatCompletion): ProviderReply {
    return readCompletion(raw);
  }

  readEvent(event: ChatCompletion): Iterable<ProviderEvent> {
    return readChunk(event);
  }

  viewError(error: unknown): ErrorView {
    return viewSdkError(error);
  }

  private create<T>(body: object, context: CallContext): Promise<T> {
    return ask<T>(context, (options) =>
      this.client.chat.completions.create(body as never, options as never),
    );
  }
}
