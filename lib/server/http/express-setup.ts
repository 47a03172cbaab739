import type { IncomingMessage } from 'node:http';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { hasUnparsedBody } from './route-marks.js';

/** A route or middleware, as the router of Express 5 keeps it. */
interface Layer {
  readonly route?: { readonly stack: readonly { readonly handle: unknown }[] };
  match(path: string): boolean;
}

interface ExpressLikeApp {
  readonly router?: { readonly stack?: readonly Layer[] };
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

/** The `Content-Type` of a request, hidden or not. */
export function contentTypeOf(request: IncomingMessage): string | undefined {
  return (request as MaybeHidden)[HIDDEN] ?? request.headers['content-type'];
}

function markedLayers({ router }: ExpressLikeApp): readonly Layer[] {
  const layers = router?.stack ?? [];
  return layers.filter(({ route }) => route?.stack.some(({ handle }) => hasUnparsedBody(handle)));
}

function hideType(request: IncomingMessage): void {
  const type = request.headers['content-type'];
  if (type === undefined) return;
  (request as MaybeHidden)[HIDDEN] = type;
  delete request.headers['content-type'];
}
