import type { IncomingMessage } from 'node:http';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { loadDependency } from '../../errors/load-dependency.js';
import { takePathsAsWritten } from '../http/express-setup.js';
import { passByUnknownRoutes } from '../http/fastify-setup.js';
import type { FrontDoor } from './front-door.js';
import { isInstalled } from './is-installed.js';
import type { ResolvedListenOptions } from './serve-options.js';

/** How often it is looked for requests that take too long to arrive, in milliseconds. */
export const CHECK_EVERY_MS = 1000;

/**
 * The HTTP server of Nest that is asked for, or the one that is installed: Fastify is the faster one.
 *
 * @throws {@link KaizenDependencyError} when it is not installed.
 */
export function createAdapter(
  { adapter }: ResolvedListenOptions,
  door: FrontDoor,
): Promise<AbstractHttpAdapter> {
  const other = isInstalled('@nestjs/platform-express') ? 'express' : 'fastify';
  const kind = adapter ?? (isInstalled('@nestjs/platform-fastify') ? 'fastify' : other);
  return kind === 'express' ? express(door) : fastify(door);
}

async function fastify(door: FrontDoor): Promise<AbstractHttpAdapter> {
  const load = () => import('@nestjs/platform-fastify');
  const { FastifyAdapter } = await loadDependency('The server', '@nestjs/platform-fastify', load);
  const adapter = new FastifyAdapter({ frameworkErrors: door.onUnreadableUrl });
  adapter.getInstance().addHook('onRequest', (request, reply, done) => {
    if (door.admits(request.raw, request, reply)) done();
  });
  passByUnknownRoutes(adapter);
  return adapter;
}

async function express(door: FrontDoor): Promise<AbstractHttpAdapter> {
  const load = () => import('@nestjs/platform-express');
  const { ExpressAdapter } = await loadDependency('The server', '@nestjs/platform-express', load);
  const adapter = new ExpressAdapter();
  adapter.disable('x-powered-by');
  adapter.disable('etag');
  takePathsAsWritten(adapter);
  adapter.use((request: IncomingMessage, response: unknown, next: () => void) => {
    if (door.admits(request, request, response)) next();
  });
  return adapter;
}
