import type { CallContext } from '../../adapter.js';

/**
 * What an attempt is sent with: a ready client's own `fetch`, where it has one (for a proxy, say). One that
 * is given with a call takes the place of the client's, and the SDK does not tell headers without it.
 */
export function fetchOf(client: object, context: CallContext): typeof fetch {
  const { httpOptions } = client as { httpOptions?: { fetch?: typeof fetch } };
  const own = httpOptions?.fetch;
  if (!own) return context.fetch;
  return async (input, init) => {
    const response = await own(input, init);
    context.noteResponse(response.headers);
    return response;
  };
}
