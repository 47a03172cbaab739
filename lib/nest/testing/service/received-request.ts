import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request that a scripted service got, as it came: the key and the prompt are in it. */
export interface KaizenReceivedRequest {
  readonly method: string;
  /** The path, with the query if there was one. */
  readonly path: string;
  /** The headers, their names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The body: what its JSON says, or its text where it is none; `undefined` when it was empty. */
  readonly body: unknown;
}

/** Reads a request whole. Throws when its client leaves before that. */
export async function receive(message: IncomingMessage): Promise<KaizenReceivedRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk as Uint8Array);
  const { method = '', url: path = '', headers } = message;
  return { method, path, headers, body: parse(Buffer.concat(chunks).toString()) };
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
