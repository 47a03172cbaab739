import type {
  CallContext,
  ChatRequest,
  ErrorView,
  ProviderAdapter,
  ProviderEvent,
  ProviderReply,
} from '../../adapter.js';
import { ask } from '../openai/ask.js';
import type { SdkPromise } from '../openai/chat-client.js';
import { viewSdkError } from '../openai/sdk-error.js';
import { anthropicBody, type AnthropicSettings } from './anthropic-body.js';
import {
  type AnthropicEvent,
  type AnthropicMessage,
  readAnthropicEvent,
  readMessage,
} from './anthropic-reply.js';
import { withThoughts } from './with-thoughts.js';

/** What the adapter uses of a client of `@anthropic-ai/sdk`. */
export interface MessagesClient {
  readonly messages: {
    /** Asks for a reply, whole or in pieces. */
    create(body: never, options?: never): SdkPromise<unknown>;
  };
}

/** Anthropic's messages. */
export class AnthropicAdapter implements ProviderAdapter<AnthropicMessage, AnthropicEvent> {
  constructor(
    private readonly client: MessagesClient,
    private readonly settings: AnthropicSettings,
  ) {}

  generate(request: ChatRequest, context: CallContext): Promise<AnthropicMessage> {
    return this.create(request, context, false);
  }

  async stream(request: ChatRequest, context: CallContext): Promise<AsyncIterable<AnthropicEvent>> {
    return withThoughts(await this.create(request, context, true));
  }

  read(raw: AnthropicMessage): ProviderReply {
    return readMessage(raw);
  }

  readEvent(event: AnthropicEvent): Iterable<ProviderEvent> {
    return readAnthropicEvent(event);
  }

  viewError(error: unknown): ErrorView {
    return viewSdkError(error);
  }

  private create<T>(request: ChatRequest, context: CallContext, stream: boolean): Promise<T> {
    const { apiVersion } = this.settings;
    const version: Record<string, string> =
      apiVersion === undefined ? {} : { 'anthropic-version': apiVersion };
    const headers = { ...version, ...context.headers };
    const body = anthropicBody(request, this.settings, stream);
    return ask<T>({ ...context, headers }, (options) =>
      this.client.messages.create(body as never, options as never),
    );
  }
}
