import type { ClientRequest } from 'node:http';

const PIECE_BYTES = 64 * 1024;

type Write = (body: unknown, ...rest: unknown[]) => boolean;

/**
 * Has a request send a large body piece by piece, each when the one before is on its way. Sent in one
 * go, it would show no progress until its end: a slow upload could not be told from a stalled one.
 *
 * @param request One that is given its body as axios does: a buffer at once, and then the end.
 */
export function writeInPieces(request: ClientRequest): void {
  const write = request.write.bind(request) as Write;
  const end = request.end.bind(request);
  const writeFrom = (body: Buffer, start: number): void => {
    if (start >= body.length) return void end();
    if (request.destroyed) return;
    write(body.subarray(start, start + PIECE_BYTES), (error?: Error | null) => {
      if (!error) writeFrom(body, start + PIECE_BYTES);
    });
  };
  const writeWhole: Write = (body, ...rest) => {
    if (!Buffer.isBuffer(body) || body.length <= PIECE_BYTES) return write(body, ...rest);
    request.end = () => {
      writeFrom(body, 0);
      return request;
    };
    return false;
  };
  request.write = writeWhole;
}
