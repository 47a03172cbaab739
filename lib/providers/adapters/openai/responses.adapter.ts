import type {
  CallContext,
  ChatRequest,
  ErrorView,
  ProviderAdapter,
  ProviderEvent,
  ProviderReply,
} from '../../adapter.js';
import { ask } from './ask.js';
import type { SdkPromise } from './chat-client.js';
import { responsesBody } from './responses-body.js';
import {
  type ModelResponse,
  readResponse,
  readResponseEvent,
  type ResponseEvent,
} from './responses-reply.js';
import { viewSdkError } from './sdk-error.js';

/** What the adapter uses of a client of `openai`. */
export interface ResponsesClient {
  readonly responses: {
    /** Asks for a reply, whole or in pieces. */
    create(body: never, options?: never): SdkPromise<unknown>;
  };
}

/** OpenAI's endpoint of responses. */
export class ResponsesAdapter implements ProviderAdapter<ModelResponse, ResponseEvent> {
  constructor(private readonly client: ResponsesClient) {}

  async generate(request: ChatRequest, context: CallContext): Promise<ModelResponse> {
    return this.create(responsesBody(request, false), context);
  }

  async stream(request: ChatRequest, context: CallContext): Promise<AsyncIterable<ResponseEvent>> {
    return this.create(responsesBody(request, true), context);
  }

  read(raw: ModelResponse): ProviderReply {
    return readResponse(raw);
  }

  readEvent(event: ResponseEvent): Iterable<ProviderEvent> {
    return readResponseEvent(event);
  }

  viewError(error: unknown): ErrorView {
    return viewSdkError(error);
  }

  private create<T>(body: object, context: CallContext): Promise<T> {
    return ask<T>(context, (options) =>
      this.client.responses.create(body as never, options as never),
    );
  }
}
