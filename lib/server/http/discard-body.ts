import type { IncomingMessage } from 'node:http';

/** So much is read past, that a client which is still sending gets to read the answer. */
const MOST_BYTES = 256 * 1024 * 1024;
const LONGEST_MS = 30_000;

/**
 * Reads the rest of a body that nobody wants, up to a bound; past it the connection is cut. Were it
 * cut at once, the client might never see the answer it has been given.
 */
export function discardBody(request: IncomingMessage): void {
  if (request.complete || request.destroyed || request.readableEnded) return;
  let bytes = 0;
  const cut = () => request.socket.destroy();
  const timer = setTimeout(cut, LONGEST_MS).unref();
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) cut();
  });
  request.once('close', () => clearTimeout(timer));
  request.once('end', () => clearTimeout(timer));
  request.resume();
}
