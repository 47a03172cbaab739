import type { Socket } from 'node:net';

/** A request as it came. */
export interface ReceivedRequest {
  readonly method: string;
  /** The path, or the host and port that a proxy is asked for. */
  readonly target: string;
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Which of the server's connections it came on, counted from 1. */
  readonly connection: number;
}

const END_OF_HEAD = '\r\n\r\n';

/**
 * Reads requests that tell the length of their bodies, as all of ours do but uploads. Of those the head
 * is told, and whoever is told it has the socket from then on.
 *
 * @returns What stops the reading.
 */
export function readRequests(
  socket: Socket,
  tell: (request: Omit<ReceivedRequest, 'connection'>) => void,
): () => void {
  let pending = Buffer.alloc(0);
  const read = (chunk: Buffer): void => {
    pending = Buffer.concat([pending, chunk]);
    const end = pending.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = parseHead(pending.toString('latin1', 0, end));
    const from = end + END_OF_HEAD.length;
    if (head.headers['transfer-encoding'] === 'chunked') {
      socket.off('data', read);
      return tell({ ...head, body: pending.toString('utf8', from) });
    }
    const to = from + Number(head.headers['content-length'] ?? 0);
    if (pending.length < to) return;
    const body = pending.toString('utf8', from, to);
    pending = pending.subarray(to);
    tell({ ...head, body });
  };
  socket.on('data', read);
  return () => socket.off('data', read);
}

function parseHead(text: string) {
  const [first = '', ...lines] = text.split('\r\n');
  const [method = '', target = ''] = first.split(' ');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { method, target, headers: Object.fromEntries(headers) as Record<string, string> };
}
