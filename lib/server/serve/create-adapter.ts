import type { AbstractHttpAdapter } from '@nestjs/core';
import { loadDependency } from '../../errors/load-dependency.js';
import { isInstalled } from './is-installed.js';
import type { ResolvedListenOptions } from './serve-options.js';

/** Told of a request that the router of Fastify cannot read, before anything else is. */
export type UnreadableHandler = (error: Error, request: unknown, reply: unknown) => void;

/** How often it is looked for requests that take too long to arrive, in milliseconds. */
export const CHECK_EVERY_MS = 1000;

/**
 * The HTTP server of Nest that is asked for, or the one that is installed: Fastify is the faster one.
 *
 * @throws {@link KaizenDependencyError} when it is not installed.
 */
export function createAdapter(
  { adapter, trustProxy }: ResolvedListenOptions,
  onUnreadable: UnreadableHandler,
): Promise<AbstractHttpAdapter> {
  const other = isInstalled('@nestjs/platform-express') ? 'express' : 'fastify';
  const kind = adapter ?? (isInstalled('@nestjs/platform-fastify') ? 'fastify' : other);
  return kind === 'express' ? express(trustProxy) : fastify(trustProxy, onUnreadable);
}

async function fastify(
  trustProxy: string | undefined,
  frameworkErrors: UnreadableHandler,
): Promise<AbstractHttpAdapter> {
  const load = () => import('@nestjs/platform-fastify');
  const { FastifyAdapter } = await loadDependency('The server', '@nestjs/platform-fastify', load);
  return new FastifyAdapter({ frameworkErrors, ...(trustProxy && { trustProxy }) });
}

async function express(trustProxy: string | undefined): Promise<AbstractHttpAdapter> {
  const load = () => import('@nestjs/platform-express');
  const { ExpressAdapter } = await loadDependency('The server', '@nestjs/platform-express', load);
  const adapter = new ExpressAdapter();
  adapter.disable('x-powered-by');
  adapter.disable('etag');
  if (trustProxy) adapter.set('trust proxy', trustProxy);
  return adapter;
}
