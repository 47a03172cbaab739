import type { CallContext } from '../../adapter.js';
import type { MistralCompletion } from './mistral-words.js';

/** What the adapter uses of a client of `@mistralai/mistralai`. */
export interface MistralClient {
  readonly chat: {
    /** Asks for a whole reply. */
    complete(body: never, options?: never): PromiseLike<unknown>;
    /** Asks for a reply in pieces. */
    stream(body: never, options?: never): PromiseLike<unknown>;
  };
}

/** An event of a stream, as the SDK tells it. */
export interface MistralEvent {
  readonly data: MistralCompletion;
}

/** The two requests of a chat. */
export interface MistralCalls {
  complete(body: object, context: CallContext): Promise<MistralCompletion>;
  stream(body: object, context: CallContext): Promise<AsyncIterable<MistralEvent>>;
}

/** What the functions of the SDK give: the result, and what crossed the wire. */
interface Inspected {
  $inspect(): Promise<
    [
      { readonly ok: boolean; readonly value?: unknown; readonly error?: unknown },
      { readonly response?: Response | undefined },
    ]
  >;
}

/** The calls by a client that was given. It tells no headers of a reply, so that such calls have no request id. */
export function callsOf({ chat }: MistralClient): MistralCalls {
  return {
    complete: async (body, context) =>
      (await chat.complete(body as never, callOptions(context) as never)) as MistralCompletion,
    stream: async (body, context) =>
      (await chat.stream(
        body as never,
        callOptions(context) as never,
      )) as AsyncIterable<MistralEvent>,
  };
}

/** What the SDK is told beside the body. With a signal it sets no clock of its own. */
export function callOptions({ signal, headers }: CallContext) {
  return { signal, headers: { ...headers }, retries: { strategy: 'none' as const } };
}

/** Waits for a function of the SDK, and notes the response's headers. */
export async function inspected<T>(asked: Inspected, { noteResponse }: CallContext): Promise<T> {
  const [result, { response }] = await asked.$inspect();
  if (response) noteResponse(response.headers);
  if (!result.ok) throw result.error;
  return result.value as T;
}
