/** A request as the SDK hands it to what sends it: what is read of it. */
interface SdkRequest {
  readonly url: string;
  readonly method: string;
  readonly headers?: Record<string, unknown>;
  readonly body?: unknown;
  readonly abortSignal?: AbortSignal;
  readonly responseType?: string;
}

/**
 * Sends a request of `cohere-ai` once. The SDK's own sender sets a clock of 300 seconds that it forgets when
 * the connection fails or the call is given up, which keeps the process alive; and it takes what is no JSON
 * for a reply without fields.
 */
export async function sendOnce<R>({ url, method, body, ...request }: SdkRequest) {
  const isStream = request.responseType === 'sse';
  const response = await fetch(url, {
    method,
    headers: {
      accept: isStream ? 'text/event-stream' : 'application/json',
      'content-type': 'application/json',
      ...texts(request.headers),
    },
    body: JSON.stringify(body),
    signal: request.abortSignal ?? null,
  });
  if (!response.ok) return refused(response);
  const reply = (isStream ? response.body : await response.json()) as R;
  return { ok: true as const, body: reply, rawResponse: response };
}

async function refused(response: Response) {
  const { status: statusCode } = response;
  const body = jsonOr(await response.text());
  const error = { reason: 'status-code' as const, statusCode, body };
  return { ok: false as const, error, rawResponse: response };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function texts(headers: Record<string, unknown> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
