import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { ServiceAnswer } from './engine-answer.js';
import type { KaizenServiceStep } from './service-script.js';

/** What a step says by itself; `undefined` when the engine is to be asked. */
export function ownAnswer({ status = 200, body }: KaizenServiceStep): ServiceAnswer | undefined {
  if (body !== undefined) return { status, body };
  if (status < 400) return undefined;
  return { status, body: { detail: STATUS_CODES[status] ?? `Status ${status}` } };
}

/** Sends an answer with the headers that a step asks for, and the request's id. */
export function sendAnswer(
  message: IncomingMessage,
  response: ServerResponse,
  { status, body }: ServiceAnswer,
  { headers = {} }: KaizenServiceStep,
): void {
  const id = message.headers['x-request-id'];
  response.setHeader('content-type', 'application/json');
  if (id !== undefined) response.setHeader('x-request-id', id);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.writeHead(status).end(bytesOf(body));
}

function bytesOf(body: unknown): string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
}
