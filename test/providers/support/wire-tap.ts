import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands between an SDK and the mock: keeps what crossed the wire, and can end a response too early. */
export class WireTap {
  /** The bodies of the requests since {@link forget}, as they were sent. */
  readonly bodies: Record<string, unknown>[] = [];
  /** The headers of the same requests. */
  readonly headers: IncomingMessage['headers'][] = [];
  /** Ends a response properly, and too early, behind the piece that has this text. */
  endAfter: string | undefined;
  /** Rewrites what the mock sends. */
  asSent: ((piece: string) => string) | undefined;
  /** How many responses the client has left before their end. */
  left = 0;
  readonly #server: Server;
  #target = '';

  constructor() {
    this.#server = createServer((incoming, response) => void this.#pass(incoming, response));
  }

  /** Listens on a free port, and passes everything on to the target. */
  async start(target: string): Promise<string> {
    this.#target = target;
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Begins anew. */
  forget(): void {
    this.bodies.length = 0;
    this.headers.length = 0;
    this.endAfter = undefined;
    this.left = 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    this.headers.push(incoming.headers);
    this.bodies.push(JSON.parse(body.toString() || '{}') as Record<string, unknown>);
    const { method, headers, url = '/' } = incoming;
    const own = without(headers, 'host', 'accept-encoding');
    const upstream = request(new URL(url, this.#target), { method, headers: own });
    response.on('close', () => {
      if (!response.writableFinished) this.left++;
      upstream.destroy();
    });
    upstream.on('error', () => response.destroy());
    upstream.on('response', (answer) => this.#answer(answer, response));
    upstream.end(body);
  }

  #answer(answer: IncomingMessage, response: ServerResponse): void {
    const headers = without(answer.headers, 'content-length', 'transfer-encoding');
    response.writeHead(answer.statusCode ?? 500, headers);
    response.flushHeaders();
    answer.on('data', (chunk: Buffer) => {
      response.write(this.asSent ? this.asSent(chunk.toString()) : chunk);
      if (this.endAfter !== undefined && chunk.includes(this.endAfter)) response.end();
    });
    answer.on('end', () => response.end());
    answer.on('error', () => response.destroy());
  }
}

function without(
  headers: IncomingMessage['headers'],
  ...names: string[]
): IncomingMessage['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
