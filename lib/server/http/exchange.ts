import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Caller } from '../access/caller.js';

/** A response: its status, headers and body. */
export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | Buffer;
}

/** What Fastify gives a handler to answer with, as far as it is used here. */
export interface FastifyLikeReply {
  readonly raw: ServerResponse;
  readonly sent: boolean;
  code(status: number): unknown;
  headers(headers: OutgoingHttpHeaders): unknown;
  getHeader(name: string): unknown;
  getHeaders(): OutgoingHttpHeaders;
  hijack(): unknown;
  send(body: unknown): unknown;
}

/** The ids that a client may choose: what this package's client sends, and nothing to break a log. */
const REQUEST_ID = /^[!-~]{1,200}$/;

/** A request and the way to answer it, on Express and on Fastify alike. */
export class Exchange {
  /** The client's own id of the request, where it is a sound one, else a random one. */
  readonly requestId: string;
  /** When it was first seen, by `performance.now()`. */
  readonly beganAt = performance.now();
  /** Who asks, once that is known. */
  caller?: Caller;
  /** Which route it is for, as a template: `/v1/compress`. */
  route?: string | undefined;
  #controller?: AbortController;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    private readonly reply?: FastifyLikeReply,
  ) {
    const given = request.headers['x-request-id'];
    this.requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
  }

  /** Whether there is an answer already. */
  get isAnswered(): boolean {
    return this.response.headersSent || (this.reply?.sent ?? false);
  }

  /** Whether nobody is left to answer to. */
  get isGone(): boolean {
    return this.response.destroyed || this.request.socket.destroyed;
  }

  /** Aborts when the client goes away before it has the whole answer. */
  get signal(): AbortSignal {
    if (this.#controller) return this.#controller.signal;
    const controller = (this.#controller = new AbortController());
    const { response } = this;
    if (this.isGone) controller.abort();
    else response.once('close', () => response.writableFinished || controller.abort());
    return controller.signal;
  }

  /** A header of the answer, as the app around has set it. */
  answerHeader(name: string): unknown {
    return (this.reply ?? this.response).getHeader(name);
  }

  /** Sends the answer. Headers that the app around has set stay. */
  send({ status, headers, body }: Answer): void {
    if (this.reply) {
      this.reply.code(status);
      this.reply.headers(headers);
      this.reply.send(body);
      return;
    }
    this.setHead({ status, headers });
    this.response.end(body);
  }

  /** Begins an answer whose body is to be written to {@link response}. Headers stay as in {@link send}. */
  begin(head: Omit<Answer, 'body'>): void {
    // What the app around has set is with Fastify, which has no part in what follows.
    const earlier = this.reply?.getHeaders() ?? {};
    this.reply?.hijack();
    this.setHead({ ...head, headers: { ...earlier, ...head.headers } });
  }

  private setHead({ status, headers }: Omit<Answer, 'body'>): void {
    const { response } = this;
    response.statusCode = status;
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) response.setHeader(name, value);
    }
  }
}
