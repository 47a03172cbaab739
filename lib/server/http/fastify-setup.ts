import type { AbstractHttpAdapter } from '@nestjs/core';
import { hasUnparsedBody, isAlsoWithSlash } from './route-marks.js';

/** What is used of Fastify's requests, hooks and routes. */
interface FastifyLikeRequest {
  readonly is404: boolean;
  headers: Record<string, string | undefined> | undefined;
}
type Hook = (request: FastifyLikeRequest, reply: unknown, done: () => void) => void;
interface RouteOptions {
  method: string | string[];
  url: string;
  handler?: unknown;
  onRequest?: Hook | Hook[];
  preValidation?: Hook | Hook[];
}
interface FastifyLikeApp {
  addHook(name: 'onRoute', hook: (route: RouteOptions) => void): void;
  addHook(name: 'onRequest', hook: Hook): void;
  hasRoute(route: { method: string; url: string }): boolean;
  route(route: RouteOptions): void;
  readonly initialConfig: {
    readonly ignoreTrailingSlash?: boolean;
    readonly routerOptions?: { readonly ignoreTrailingSlash?: boolean };
  };
}

/** To Fastify a request without these has no body to parse. The request of Node's keeps them. */
const NO_BODY = {
  'content-type': undefined,
  'content-length': undefined,
  'transfer-encoding': undefined,
};

/** Does what the marks of routes ask for, as they are registered. */
export function setUpFastify(adapter: AbstractHttpAdapter): void {
  const app = adapter.getInstance<FastifyLikeApp>();
  app.addHook('onRoute', (route) => {
    if (hasUnparsedBody(route.handler)) passByParsers(route);
    if (isAlsoWithSlash(route.handler) && route.method === 'GET') addSlashed(app, route);
  });
}

/** Has Fastify read no body that no route wants. It concerns all of an app: for one that is all ours. */
export function passByUnknownRoutes(adapter: AbstractHttpAdapter): void {
  adapter.getInstance<FastifyLikeApp>().addHook('onRequest', (request, reply, done) => {
    if (request.is404) hideBody(request, reply, done);
    else done();
  });
}

/** Lets Fastify see no body while it looks for a parser. */
function passByParsers(route: RouteOptions): void {
  // With two servers in an app, the first one has done it.
  if (listOf(route.onRequest).includes(hideBody)) return;
  route.onRequest = [...listOf(route.onRequest), hideBody];
  route.preValidation = [showBody, ...listOf(route.preValidation)];
}

function addSlashed(app: FastifyLikeApp, { url, handler }: RouteOptions): void {
  const { ignoreTrailingSlash, routerOptions } = app.initialConfig;
  if (url.endsWith('/') || ignoreTrailingSlash || routerOptions?.ignoreTrailingSlash) return;
  const slashed = { method: 'GET', url: `${url}/` };
  if (!app.hasRoute(slashed)) app.route({ ...slashed, handler });
}

const hideBody: Hook = (request, _reply, done) => {
  request.headers = NO_BODY;
  done();
};

const showBody: Hook = (request, _reply, done) => {
  request.headers = undefined;
  done();
};

function listOf(hooks: Hook | Hook[] | undefined): Hook[] {
  return hooks === undefined ? [] : [hooks].flat();
}
