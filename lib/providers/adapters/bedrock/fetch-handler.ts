/** A request of the SDK's, signed: what is read of it. */
interface SignedRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: ReadableStream<Uint8Array> | null;
}

/** `fetch` sets these itself. */
const SET_BY_FETCH = new Set(['host', 'content-length']);

/**
 * Sends the SDK's requests by `fetch`, whose pool keeps connections open and needs no closing. The SDK's own
 * way is HTTP/2 with a new connection for each request, which gateways of HTTP/1.1 do not understand.
 */
export const fetchHandler = {
  metadata: { handlerProtocol: 'http/1.1' },
  async handle(
    request: SignedRequest,
    { abortSignal }: { readonly abortSignal?: unknown } = {},
  ): Promise<{ response: SdkResponse }> {
    const { status, headers, body } = await fetch(addressOf(request), {
      method: request.method,
      headers: Object.entries(request.headers).filter(([name]) => !SET_BY_FETCH.has(name)),
      body: request.body as string | Uint8Array<ArrayBuffer>,
      signal: abortSignal as AbortSignal,
    });
    return { response: { statusCode: status, headers: Object.fromEntries(headers), body } };
  },
} as const;

/** The path is as it was signed, and Converse has no query. */
function addressOf({ protocol, hostname, port, path }: SignedRequest): URL {
  return new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
}
