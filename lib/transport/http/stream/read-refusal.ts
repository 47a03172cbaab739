import type { Readable } from 'node:stream';

/** A larger body of an error is no message: `readServiceWords` does not read it. */
const LARGEST_BODY = 256 * 1024;

/**
 * The body of an error response, and no more of it than can be a message. Whatever is left is let go
 * of, with the connection.
 *
 * @returns `undefined` for a body that broke off.
 */
export async function readRefusal(body: Readable): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  body.on('error', () => undefined);
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      // Leaving the loop destroys the body.
      if (bytes > LARGEST_BODY) break;
    }
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}
