import type { Server } from 'node:http';
import { type INestApplication, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { KeyRing } from '../access/key-ring.js';
import { isLoopbackHost } from '../access/loopback.js';
import { Exchanges } from '../http/exchanges.js';
import { Replies } from '../http/replies.js';
import { ServerState } from '../http/server-state.js';
import { KaizenServerModule } from '../kaizen-server.module.js';
import { Connections } from './connections.js';
import { createAdapter } from './create-adapter.js';
import { FrontDoor } from './front-door.js';
import { isInstalled } from './is-installed.js';
import { KaizenServer } from './kaizen-server.js';
import { securityHeaders } from './security-headers.js';
import {
  type KaizenServeOptions,
  readServeOptions,
  type ResolvedListenOptions,
  type ServeParts,
} from './serve-options.js';
import { UnknownRouteFilter } from './unknown-route.filter.js';

/**
 * Makes a server of the Kaizen API, ready to listen.
 *
 * @throws `KaizenOptionsError` for an option that is unknown, of the wrong type or out of range.
 * @throws `KaizenDependencyError` when a package that it needs is not installed.
 * @example
 * ```ts
 * const server = await createKaizenServer({ port: 0, keys: [process.env.KEY!] });
 * console.log(await server.listen());
 * await server.close();
 * ```
 */
export async function createKaizenServer(options: KaizenServeOptions = {}): Promise<KaizenServer> {
  const parts = readServeOptions(options);
  const door = new FrontDoor();
  const app = await createApp(parts, door);
  try {
    const connections = new Connections(app.getHttpServer() as Server, app.get(ServerState));
    await app.init();
    connections.limit(parts.listen, door);
    warnOfClosedDoor(app, parts.listen);
    return new KaizenServer(app, connections, parts.listen);
  } catch (error) {
    // What has begun must end; that the app was not there yet is no news.
    await app.close().catch(() => undefined);
    throw error;
  }
}

/**
 * Makes a server of the Kaizen API and has it listen.
 *
 * @returns The server, whose `url` says where it is.
 * @throws What {@link createKaizenServer} throws, and Node's error when the port is taken.
 * @example
 * ```ts
 * const server = await serveKaizen({ host: '0.0.0.0', keyFile: '/run/secrets/keys' });
 * ```
 */
export async function serveKaizen(options: KaizenServeOptions = {}): Promise<KaizenServer> {
  const server = await createKaizenServer(options);
  try {
    await server.listen();
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function createApp(
  { server, extras, listen }: ServeParts,
  door: FrontDoor,
): Promise<INestApplication> {
  const { prefix = '', docs = isInstalled('@nestjs/swagger') } = extras;
  const { metrics = isInstalled('prom-client') } = extras;
  const headers = await securityHeaders(listen.helmet);
  const adapter = await createAdapter(listen, door);
  const app = await NestFactory.create(
    KaizenServerModule.forRoot({ ...server, prefix, docs, metrics }),
    adapter,
    {
      // Without this, a wrong option would end the process instead of throwing.
      abortOnError: false,
      bodyParser: false,
      ...(listen.logger !== undefined && { logger: listen.logger }),
    },
  );
  door.app = app;
  const path = prefix === '' ? '' : `/${prefix.replaceAll(/^\/+|\/+$/g, '')}`;
  app.useGlobalFilters(new UnknownRouteFilter(app.get(Exchanges), app.get(Replies), path));
  if (listen.cors) app.enableCors(listen.cors === true ? undefined : listen.cors);
  if (headers) app.use(headers);
  return app;
}

function warnOfClosedDoor(app: INestApplication, { host }: ResolvedListenOptions): void {
  if (isLoopbackHost(host) || !app.get(KeyRing).isEmpty) return;
  new Logger('KaizenServer').warn(
    `The server listens on ${host} and has no API keys: it answers requests from its own machine only. Set KAIZEN_SERVER_KEYS.`,
  );
}
