import type { IncomingMessage } from 'node:http';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { hasUnparsedBody, isAlsoWithSlash } from './route-marks.js';

/** A route or middleware, as the router of Express 5 keeps it. */
interface Layer {
  readonly route?: {
    readonly path: unknown;
    readonly stack: readonly { readonly handle: Handler }[];
  };
  match(path: string): boolean;
}

type Handler = (request: unknown, response: unknown) => unknown;

interface ExpressLikeApp {
  get(path: string, handler: Handler): unknown;
  readonly router?: {
    readonly stack: readonly Layer[];
    strict?: boolean;
    caseSensitive?: boolean;
  };
}

const HIDDEN = Symbol('kaizen:content-type');

/** A request whose `Content-Type` may be hidden from body parsers. */
type MaybeHidden = IncomingMessage & { [HIDDEN]?: string };

/**
 * Hides the `Content-Type` of the marked routes' requests, without which no parser looks at a body.
 * {@link contentTypeOf} has it.
 */
export function passByParsersOfExpress(adapter: AbstractHttpAdapter): void {
  let marked: readonly Layer[] = [];
  adapter.use(
    (request: IncomingMessage & { path: string }, _response: unknown, next: () => void) => {
      if (request.method === 'POST') {
        // Nest registers routes after its middleware; they are all there when the first request comes.
        if (marked.length === 0) marked = markedLayers(adapter.getInstance<ExpressLikeApp>());
        if (marked.some((layer) => layer.match(request.path))) hideType(request);
      }
      next();
    },
  );
}

/** Has Express tell paths apart as Fastify does: `/a`, `/A` and `/a/` are three. */
export function takePathsAsWritten(adapter: AbstractHttpAdapter): void {
  // The settings for it are too late: Nest's adapter has a router from its start.
  Object.assign(adapter.getInstance<ExpressLikeApp>().router ?? {}, {
    strict: true,
    caseSensitive: true,
  });
}

/** Adds the routes with a slash at their end where Express does not have them by itself. */
export function addSlashedToExpress(adapter: AbstractHttpAdapter): void {
  const app = adapter.getInstance<ExpressLikeApp>();
  if (!app.router?.strict) return;
  for (const { route } of [...app.router.stack]) {
    const marked = route?.stack.find(({ handle }) => isAlsoWithSlash(handle));
    if (!marked || typeof route?.path !== 'string' || route.path.endsWith('/')) continue;
    app.get(`${route.path}/`, marked.handle);
  }
}

/** The `Content-Type` of a request, hidden or not. */
export function contentTypeOf(request: IncomingMessage): string | undefined {
  return (request as MaybeHidden)[HIDDEN] ?? request.headers['content-type'];
}

function markedLayers({ router }: ExpressLikeApp): readonly Layer[] {
  return (router?.stack ?? []).filter(({ route }) =>
    route?.stack.some(({ handle }) => hasUnparsedBody(handle)),
  );
}

function hideType(request: IncomingMessage): void {
  const type = request.headers['content-type'];
  if (type === undefined) return;
  (request as MaybeHidden)[HIDDEN] = type;
  delete request.headers['content-type'];
}
