import type { CallContext, HeaderSource } from '../../adapter.js';

/** What `cohere-ai` gives back for a request. */
export interface CoherePromise<T> extends PromiseLike<T> {
  /** The reply together with its response, whose headers have the request id. */
  withRawResponse?(): Promise<{ data: T; rawResponse: { headers: HeaderSource } }>;
}

/** The requests of a chat. */
export interface CohereChat {
  /** Asks for a whole reply. */
  chat(body: never, options?: never): CoherePromise<unknown>;
  /** Asks for a reply in pieces. */
  chatStream(body: never, options?: never): CoherePromise<unknown>;
}

/** What the adapter uses of a client of `cohere-ai`: a `CohereClientV2`, or the `v2` of a `CohereClient`. */
export type CohereChatClient = CohereChat | { readonly v2: CohereChat };

/** The second version of the API, in a client of any kind. */
export function chatOf(client: CohereChatClient): CohereChat {
  return 'v2' in client ? client.v2 : client;
}

/** Waits for a reply, and notes the response's headers. */
export async function answerTo<T>(
  { noteResponse }: CallContext,
  sent: CoherePromise<unknown>,
): Promise<T> {
  if (!sent.withRawResponse) return (await sent) as T;
  const { data, rawResponse } = await sent.withRawResponse();
  noteResponse(rawResponse.headers);
  return data as T;
}
