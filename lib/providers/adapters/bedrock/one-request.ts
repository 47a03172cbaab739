import type { CallContext } from '../../adapter.js';

/** What is used of a command's stack of middlewares. */
interface MiddlewareStack {
  add(middleware: never, options: never): void;
}

/** A response as it came: what is read of it. */
interface SdkResponse {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

type Next = (args: { readonly request: unknown }) => Promise<{ readonly response: unknown }>;

/** Instead of the SDK's retries: a client that the caller gave has them on, and the flow has its own. */
const ONCE = {
  name: 'retryMiddleware',
  step: 'finalizeRequest',
  priority: 'high',
  tags: ['RETRY'],
  override: true,
};
/** Before the request is signed, so that the headers are among what is signed. */
const BEFORE_SIGNING = { name: 'kaizenHeaders', step: 'build' };
/** The innermost: it sees the response before it is read. */
const AT_THE_WIRE = { name: 'kaizenNotes', step: 'deserialize', priority: 'low' };

/**
 * Has a command send one request, with the attempt's headers, and note the response's.
 *
 * @param contentType What a response of success has to be. A stream's reader takes anything, and the first
 * four bytes of a page for a length of gigabytes.
 */
export function oneRequest(
  stack: MiddlewareStack,
  { headers, noteResponse }: Pick<CallContext, 'headers' | 'noteResponse'>,
  contentType?: string,
): void {
  const add = (middleware: (next: Next) => Next, options: object) =>
    stack.add(middleware as never, options as never);
  add((next) => (args) => next(args), ONCE);
  add((next) => (args) => next(withHeaders(args, headers)), BEFORE_SIGNING);
  add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as SdkResponse;
      noteResponse(response.headers ?? {});
      if (contentType !== undefined) requireType(response, contentType);
      return result;
    },
    AT_THE_WIRE,
  );
}

function requireType({ statusCode = 0, headers }: SdkResponse, contentType: string): void {
  if (statusCode >= 300 || headers?.['content-type']?.startsWith(contentType)) return;
  throw new SyntaxError(`The response is not of the type ${contentType}.`);
}

/** The request is the SDK's own, and a class of its own: it is changed where it is, as its middlewares do. */
function withHeaders<T extends { readonly request: unknown }>(
  args: T,
  headers: Readonly<Record<string, string>>,
): T {
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  Object.assign((args.request as { headers: object }).headers, Object.fromEntries(own));
  return args;
}
