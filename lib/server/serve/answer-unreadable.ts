import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorBody } from '../refusals/error-body.js';
import type { RefusalFacts } from '../refusals/refusal.js';

/** What to say of each of Node's codes for a request that it cannot read. */
const FACTS: Readonly<Record<string, RefusalFacts & { readonly status: number }>> = {
  HPE_HEADER_OVERFLOW: {
    code: 'bad_request',
    status: 431,
    message: 'The head of the request is too large. Send fewer or shorter headers.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    code: 'request_timeout',
    status: 408,
    message: 'The request did not arrive in time. Send it again, and faster.',
  },
};

const NO_HTTP = {
  code: 'bad_request',
  status: 400,
  message: 'This is no valid HTTP request. Check what stands between client and server.',
} as const;

/** Answers a request that has no valid form, on its connection, which ends with that. */
export function answerUnreadable(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable || isBeingAnswered(socket)) {
    socket.destroy();
    return;
  }
  const facts = FACTS[error.code ?? ''] ?? NO_HTTP;
  const requestId = randomUUID();
  const body = JSON.stringify(errorBody(facts, facts.status, requestId));
  const head = [
    `HTTP/1.1 ${facts.status} ${STATUS_CODES[facts.status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-ID: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** A second head in the middle of an answer would be read as a part of it. */
function isBeingAnswered(socket: Duplex): boolean {
  const { _httpMessage: message } = socket as { _httpMessage?: { headersSent?: boolean } | null };
  return message?.headersSent ?? false;
}
