import type { CallContext } from '../../adapter.js';
import type { SdkPromise, SdkRequestOptions } from './chat-client.js';

/** The SDK's own clock must not run out before the call's: it would be taken for another failure. */
const NEVER_MS = 2 ** 31 - 1;

/** Sends one request by an SDK of the OpenAI family, and notes the response's headers. */
export async function ask<T>(
  { signal, headers, noteResponse }: CallContext,
  send: (options: SdkRequestOptions) => SdkPromise<unknown>,
): Promise<T> {
  const sent = send({ signal, headers: { ...headers }, maxRetries: 0, timeout: NEVER_MS });
  if (!sent.withResponse) return (await sent) as T;
  const { data, response } = await sent.withResponse();
  noteResponse(response.headers);
  return data as T;
}
