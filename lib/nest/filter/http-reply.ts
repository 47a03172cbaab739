import type { ServerResponse } from 'node:http';

/** A response as Express and Fastify both have it. */
export interface HttpReply {
  status(code: number): unknown;
  header(name: string, value: string): unknown;
  send(body: object): unknown;
  /** Node's own response: Fastify's is a wrapper, Express's is one itself. */
  readonly raw?: ServerResponse;
}

/** What to answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/**
 * Answers a request. One whose answer has begun is cut off, so that nobody takes the part that was sent
 * for the whole; one that has been answered, or whose client has gone, is left alone.
 */
export function replyTo(reply: HttpReply, { status, headers, body }: HttpAnswer): void {
  const raw = reply.raw ?? (reply as unknown as ServerResponse);
  if (raw.destroyed || raw.writableEnded) return;
  if (raw.headersSent) {
    raw.destroy();
    return;
  }
  reply.status(status);
  for (const [name, value] of Object.entries(headers)) reply.header(name, value);
  reply.send(body);
}
