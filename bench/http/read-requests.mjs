/** Cuts what a socket receives into HTTP requests with a `Content-Length` or no body. */

const HEAD_END = '\r\n\r\n';

/**
 * @param {import('node:net').Socket} socket
 * @param {(request: { head: string, body: Buffer }) => void} answer Is called once for each whole
 * request.
 */
export function onRequest(socket, answer) {
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (let request = first(pending); request; request = first(pending)) {
      pending = pending.subarray(request.end);
      answer(request);
    }
  });
}

/** The first request, once all of it is there. */
function first(bytes) {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const [, length = 0] = /content-length: *(\d+)/i.exec(head) ?? [];
  const start = headEnd + HEAD_END.length;
  const end = start + Number(length);
  return end > bytes.length ? undefined : { head, body: bytes.subarray(start, end), end };
}
