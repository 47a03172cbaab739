/** Cuts what a socket receives into HTTP requests with a `Content-Length` or no body. */

const HEAD_END = '\r\n\r\n';

/**
 * @param {import('node:net').Socket} socket
 * @param {() => void} answer Is called once for each whole request.
 */
export function onRequest(socket, answer) {
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (let end = endOf(pending); end <= pending.length; end = endOf(pending)) {
      pending = pending.subarray(end);
      answer();
    }
  });
}

/** Where the first request ends; past everything while its head is not whole. */
function endOf(bytes) {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1) return Infinity;
  const [, length = 0] = /content-length: *(\d+)/i.exec(bytes.toString('latin1', 0, headEnd)) ?? [];
  return headEnd + HEAD_END.length + Number(length);
}
