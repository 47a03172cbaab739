import type {
  CallContext,
  ChatRequest,
  ErrorView,
  ProviderAdapter,
  ProviderEvent,
  ProviderReply,
} from '../../adapter.js';
import { gatheredEvents } from './gathered-events.js';
import { mistralBody } from './mistral-body.js';
import type { MistralCalls } from './mistral-calls.js';
import { viewMistralError } from './mistral-error.js';
import { readMistralEvent, readMistralReply } from './mistral-reply.js';
import type { MistralCompletion } from './mistral-words.js';

/** Mistral's chat. */
export class MistralAdapter implements ProviderAdapter<MistralCompletion, MistralCompletion> {
  constructor(private readonly calls: MistralCalls) {}

  generate(request: ChatRequest, context: CallContext): Promise<MistralCompletion> {
    return this.calls.complete(mistralBody(request), context);
  }

  async stream(
    request: ChatRequest,
    context: CallContext,
  ): Promise<AsyncIterable<MistralCompletion>> {
    return gatheredEvents(await this.calls.stream(mistralBody(request), context));
  }

  read(raw: MistralCompletion): ProviderReply {
    return readMistralReply(raw);
  }

  readEvent(event: MistralCompletion): Iterable<ProviderEvent> {
    return readMistralEvent(event);
  }

  viewError(error: unknown): ErrorView {
    return viewMistralError(error);
  }
}
