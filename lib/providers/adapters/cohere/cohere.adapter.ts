import type {
  CallContext,
  ChatRequest,
  ErrorView,
  ProviderAdapter,
  ProviderEvent,
  ProviderReply,
} from '../../adapter.js';
import { cohereBody } from './cohere-body.js';
import { answerTo, type CohereChat } from './cohere-client.js';
import { viewCohereError } from './cohere-error.js';
import { readCohereEvent, readCohereReply } from './cohere-reply.js';
import type { CohereEvent, CohereReply } from './cohere-words.js';
import { gatheredEvents } from './gathered-events.js';

/** Cohere's chat, in the second version of its API. */
export class CohereAdapter implements ProviderAdapter<CohereReply, CohereEvent> {
  constructor(private readonly client: CohereChat) {}

  async generate(request: ChatRequest, context: CallContext): Promise<CohereReply> {
    const sent = this.client.chat(cohereBody(request) as never, callOptions(context) as never);
    return answerTo(context, sent);
  }

  async stream(request: ChatRequest, context: CallContext): Promise<AsyncIterable<CohereEvent>> {
    const sent = this.client.chatStream(
      cohereBody(request) as never,
      callOptions(context) as never,
    );
    return gatheredEvents(await answerTo(context, sent));
  }

  read(raw: CohereReply): ProviderReply {
    return readCohereReply(raw);
  }

  readEvent(event: CohereEvent): Iterable<ProviderEvent> {
    return readCohereEvent(event);
  }

  viewError(error: unknown): ErrorView {
    return viewCohereError(error);
  }
}

/** What the SDK is told beside the body. */
function callOptions({ signal, headers }: CallContext): object {
  return { abortSignal: signal, headers: { ...headers }, maxRetries: 0 };
}
