import type {
  CallContext,
  ChatRequest,
  ErrorView,
  ProviderAdapter,
  ProviderEvent,
  ProviderReply,
} from '../../adapter.js';
import { fetchOf } from './client-fetch.js';
import { geminiParameters } from './gemini-body.js';
import { replyMark } from './gemini-contents.js';
import { viewGeminiError } from './gemini-error.js';
import {
  type GeminiEvent,
  type GeminiReply,
  readGeminiEvent,
  readGeminiReply,
  withCallsBefore,
} from './gemini-reply.js';

/** What the adapter uses of a client of `@google/genai`. */
export interface GeminiClient {
  readonly models: {
    /** Asks for a whole reply. */
    generateContent(parameters: never): Promise<unknown>;
    /** Asks for a reply in pieces. */
    generateContentStream(parameters: never): Promise<unknown>;
  };
}

/** Gemini's models, of the Gemini API and of Vertex AI. */
export class GeminiAdapter implements ProviderAdapter<GeminiReply, GeminiEvent> {
  constructor(private readonly client: GeminiClient) {}

  async generate(request: ChatRequest, context: CallContext): Promise<GeminiReply> {
    const parameters = this.parameters(request, context);
    return (await this.client.models.generateContent(parameters)) as GeminiReply;
  }

  async stream(request: ChatRequest, context: CallContext): Promise<AsyncIterable<GeminiEvent>> {
    const parameters = this.parameters(request, context);
    const replies = await this.client.models.generateContentStream(parameters);
    return withCallsBefore(replies as AsyncIterable<GeminiReply>);
  }

  read(raw: GeminiReply): ProviderReply {
    return readGeminiReply(raw, replyMark());
  }

  readEvent(event: GeminiEvent): Iterable<ProviderEvent> {
    return readGeminiEvent(event);
  }

  viewError(error: unknown): ErrorView {
    return viewGeminiError(error);
  }

  private parameters(request: ChatRequest, context: CallContext): never {
    const send = fetchOf(this.client, context);
    return geminiParameters(request, { ...context, fetch: send }) as never;
  }
}
