import type { ErrorBody } from './error-body.js';

/** A client of a WebSocket gateway: of socket.io, or one that is a WebSocket itself. */
interface SocketClient {
  readonly readyState?: unknown;
  emit?(event: string, payload: unknown): unknown;
  send?(text: string): unknown;
}

/** What the client asked for. */
export interface SocketMessage {
  readonly pattern: string;
  readonly data: unknown;
}

/**
 * Tells a gateway's client of an error as Nest itself does, by the event `exception`: once a filter has
 * an error, Nest sends nothing.
 */
export function tellSocket(
  client: SocketClient | undefined,
  { message, code, requestId }: ErrorBody,
  cause: SocketMessage,
): void {
  const data = { status: 'error', message, code, requestId, cause };
  // A WebSocket is an EventEmitter too, whose `emit` stays in this process.
  if (typeof client?.readyState === 'number') {
    client.send?.(JSON.stringify({ event: 'exception', data }));
  } else {
    client?.emit?.('exception', data);
  }
}
