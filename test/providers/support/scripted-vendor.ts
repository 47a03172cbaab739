import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request is answered. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A value is sent as JSON, a list as the events of a stream. */
  readonly body: object | readonly object[];
}

/** A server that gives the answers of a script, one after another, and keeps the requests' bodies. */
export class ScriptedVendor {
  readonly bodies: Record<string, unknown>[] = [];
  readonly headers: NodeJS.Dict<string | string[]>[] = [];
  readonly paths: string[] = [];
  readonly #script: ScriptedAnswer[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.bodies.push(
          JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>,
        );
        this.headers.push(request.headers);
        this.paths.push(request.url ?? '');
        const { status = 200, headers, body } = this.#script.shift() ?? { status: 500, body: {} };
        const type = Array.isArray(body) ? 'text/event-stream' : 'application/json';
        response.writeHead(status, { 'content-type': type, ...headers });
        response.end(written(body));
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What the next requests are answered; forgets those before. */
  answers(...script: ScriptedAnswer[]): void {
    this.bodies.length = 0;
    this.headers.length = 0;
    this.paths.length = 0;
    this.#script.splice(0, Infinity, ...script);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function written(body: ScriptedAnswer['body']): string {
  if (!Array.isArray(body)) return JSON.stringify(body);
  return (body as { type?: string }[])
    .map((event) => `${typeLine(event)}data: ${JSON.stringify(event)}\n\n`)
    .join('');
}

/** Anthropic and OpenAI's responses name their events. */
function typeLine(event: { type?: string }): string {
  return event.type === undefined ? '' : `event: ${event.type}\n`;
}
