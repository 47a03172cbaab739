import 'reflect-metadata';
import { applyDecorators, HttpCode, Post } from '@nestjs/common';
import type { OperationRoute } from '../../contract/operations.js';

const UNPARSED_BODY = Symbol('kaizen:unparsed-body');
const WITH_SLASH = Symbol('kaizen:with-slash');
const TEMPLATE = Symbol('kaizen:template');

/**
 * Marks a route whose body is its own to read: the app's body parsers are kept away from it, since one
 * of them might refuse a body for a limit that is not ours, drop or refuse keys such as `__proto__`,
 * let invalid UTF-8 pass, answer in another form, or read the body of somebody without a key.
 *
 * Where that cannot be done (another HTTP adapter, a prefix with parameters), the route gets the
 * parsed body.
 */
const UnparsedBody = (): MethodDecorator => mark(UNPARSED_BODY, true);

/**
 * Marks a route that answers with a slash at its end as well, which Express does by itself unless it is strict: a client
 * whose base URL has a path asks for `/path/`.
 */
export const AlsoWithSlash = (): MethodDecorator => mark(WITH_SLASH, true);

/** Names the route as figures and logs tell it, whatever its prefix: `/v1/compress`. */
export const RouteTemplate = (path: string): MethodDecorator => mark(TEMPLATE, path);

/** A route that takes a body: its path is the contract's. */
export const PostRoute = ({ path }: OperationRoute): MethodDecorator =>
  applyDecorators(Post(path), RouteTemplate(path), HttpCode(200), UnparsedBody());

/** The name that `@RouteTemplate()` gave the route of this handler. */
export const templateOf = (handler: object): string | undefined =>
  Reflect.getMetadata(TEMPLATE, handler) as string | undefined;

/** Whether this is the handler of a route marked with `@UnparsedBody()`. */
export const hasUnparsedBody = (handler: unknown): boolean => isMarked(handler, UNPARSED_BODY);

/** Whether this is the handler of a route marked with `@AlsoWithSlash()`. */
export const isAlsoWithSlash = (handler: unknown): boolean => isMarked(handler, WITH_SLASH);

function mark(key: symbol, value: unknown): MethodDecorator {
  return (_target, _name, descriptor) => {
    Reflect.defineMetadata(key, value, descriptor.value as object);
  };
}

/** Nest copies a handler's metadata to the function that it registers with the HTTP server. */
function isMarked(handler: unknown, key: symbol): boolean {
  return typeof handler === 'function' && Reflect.hasMetadata(key, handler);
}
