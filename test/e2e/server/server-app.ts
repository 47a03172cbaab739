import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import {
  KaizenServerModule,
  type KaizenServerModuleExtras,
  type KaizenServerOptions,
} from 'nestjs-kaizen/server';
import { runApp, type RunOptions } from '../run-app.js';

/** A response, read to its end. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON of the body. */
  readonly json: Record<string, unknown> & {
    readonly error: Record<string, unknown> & { readonly details: Record<string, unknown>[] };
  };
}

/** How a request differs from a plain one. */
export interface Request {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** A value to be sent as JSON, or the bytes to be sent as they are. */
  readonly body?: unknown;
}

/** Sends a request; with a body it is a POST of JSON. */
export async function ask(url: string, { method, headers, body }: Request = {}): Promise<Reply> {
  const hasBody = body !== undefined;
  const response = await fetch(url, {
    method: method ?? (hasBody ? 'POST' : 'GET'),
    headers: { ...(hasBody && { 'content-type': 'application/json' }), ...headers },
    ...(hasBody && { body: body instanceof Uint8Array ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    get json() {
      return JSON.parse(text) as Reply['json'];
    },
  };
}

/** Servers under test. What they do is done in this thread: from sources no thread can be started. */
export class TestServers {
  private readonly running: INestApplication[] = [];

  /** Boots an app that has the server, and whatever else is told. Returns its address. */
  async run(
    options: KaizenServerOptions & KaizenServerModuleExtras = {},
    { imports = [], ...rest }: ModuleMetadata = {},
    how: RunOptions = {},
  ): Promise<string> {
    const server = KaizenServerModule.forRoot({ workers: false, ...options });
    const { app, url } = await runApp({ imports: [server, ...imports], ...rest }, how);
    this.running.push(app);
    return url;
  }

  /** Closes all of them. */
  async close(): Promise<void> {
    await Promise.all(this.running.splice(0).map((app) => app.close()));
  }
}
