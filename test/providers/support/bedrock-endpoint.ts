import { encodeEventStreamFrame, encodeEventStreamMessage } from '@copilotkit/aimock';
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request is answered: JSON, or frames of an event stream. */
export interface BedrockAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly frames?: readonly Uint8Array[];
  /** What happens behind the last frame: the response ends, the connection breaks, or nothing. */
  readonly then?: 'end' | 'break' | 'nothing';
}

/** A request as it came. */
export interface BedrockRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
  /** The same, as it was sent. */
  readonly text: string;
}

/** Bedrock's Converse as a script tells it: for what the mock does not have, which is Bedrock's own errors. */
export class BedrockEndpoint {
  readonly requests: BedrockRequest[] = [];
  /** How many responses ended because the client went away. */
  left = 0;
  readonly #script: BedrockAnswer[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const body = JSON.parse(text) as Record<string, unknown>;
        this.requests.push({ path: request.url ?? '', headers: request.headers, body, text });
        this.#answer(this.#script.shift() ?? { status: 500, body: {} }, response);
      });
    });
  }

  /** What the next requests are answered; forgets those before. */
  answers(...script: BedrockAnswer[]): void {
    this.requests.length = 0;
    this.left = 0;
    this.#script.splice(0, Infinity, ...script);
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer({ status = 200, headers, body, frames = [], then }: BedrockAnswer, to: ServerResponse) {
    to.on('close', () => {
      if (!to.writableFinished && then !== 'break') this.left++;
    });
    const type = body ? 'application/json' : 'application/vnd.amazon.eventstream';
    to.writeHead(status, { 'content-type': type, 'x-amzn-requestid': 'aws-1', ...headers });
    if (body) return to.end(JSON.stringify(body));
    to.write(Buffer.concat(frames), () => {
      if (then === 'break') to.destroy();
      else if (then !== 'nothing') to.end();
    });
  }
}

/** An event of a stream. */
export function event(type: string, payload: object): Uint8Array {
  return encodeEventStreamMessage(type, payload);
}

/** A text in a stream, from its beginning. */
export function texts(...pieces: string[]): Uint8Array[] {
  const deltas = pieces.map((text) =>
    event('contentBlockDelta', { contentBlockIndex: 0, delta: { text } }),
  );
  return [event('messageStart', { role: 'assistant' }), ...deltas];
}

/** The end of a stream. */
export function stop(stopReason = 'end_turn', usage: object = { inputTokens: 3, outputTokens: 2 }) {
  return [event('messageStop', { stopReason }), event('metadata', { usage, metrics: {} })];
}

/** An exception that Bedrock's model of its stream knows. */
export function exception(type: string, message: string): Uint8Array {
  const headers = {
    ':message-type': 'exception',
    ':exception-type': type,
    ':content-type': 'application/json',
  };
  return encodeEventStreamFrame(headers, Buffer.from(JSON.stringify({ message })));
}

/** An error that it does not know. */
export function unknownError(code: string, message: string): Uint8Array {
  const headers = { ':message-type': 'error', ':error-code': code, ':error-message': message };
  return encodeEventStreamFrame(headers, Buffer.alloc(0));
}
