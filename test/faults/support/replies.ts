import type { Socket } from 'node:net';
import type { Step } from './scripted-server.js';

/** The headers of a response, as they are put on the wire; a list is one line for each. */
export type WireHeaders = Readonly<Record<string, string | readonly string[]>>;

/** A sound answer to any operation. */
export const ENVELOPE = {
  status: 'ok',
  result: 'answer: 42',
  stats: { original_bytes: 40, compressed_bytes: 10, reduction_ratio: 0.25 },
};

/** {@link ENVELOPE} as it is sent. */
export const ENVELOPE_TEXT = JSON.stringify(ENVELOPE);

/** A whole response as bytes: JSON of an honest length, unless the headers say otherwise. */
export function response(
  status: number,
  body: string | Buffer = ENVELOPE_TEXT,
  headers: WireHeaders = {},
): Buffer {
  const bytes = Buffer.from(body);
  const all = {
    'content-type': 'application/json',
    'content-length': `${bytes.length}`,
    ...headers,
  };
  return Buffer.concat([Buffer.from(head(status, all)), bytes]);
}

/** Status line and headers, with the empty line behind them. */
export function head(status: number, headers: WireHeaders): string {
  const lines = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}\r\n`),
  );
  return `HTTP/1.1 ${status} Whatever\r\n${lines.join('')}\r\n`;
}

/** Answers, and keeps the connection. */
export function reply(status: number, body?: string | Buffer, headers?: WireHeaders): Step {
  return write(response(status, body, headers));
}

/** Answers well. */
export const ok: Step = reply(200);

/** Refuses with a text in FastAPI's form. */
export function refuse(status: number, headers?: WireHeaders): Step {
  return reply(status, JSON.stringify({ detail: 'not this time' }), headers);
}

/** Writes just these bytes. */
export function write(bytes: string | Buffer): Step {
  return ({ socket }) => void socket.write(bytes);
}

/** Writes just these bytes, and ends the connection in good order. */
export function writeAndEnd(bytes: string | Buffer = ''): Step {
  return ({ socket }) => void socket.end(bytes);
}

/** Writes just these bytes, and when they are on their way cuts the connection with a reset. */
export function writeAndReset(bytes: string | Buffer): Step {
  return ({ socket }) => void socket.write(bytes, () => setTimeout(() => cut(socket), 20));
}

/** Cuts the connection with a reset. */
export const reset: Step = ({ socket }) => cut(socket);

/** Says nothing. */
export const silence: Step = () => undefined;

/** Writes some bytes, and then another few again and again for as long as somebody listens. */
export function drip(first: string | Buffer, more: string, everyMs: number): Step {
  return ({ socket }) => {
    socket.write(first);
    const timer = setInterval(() => socket.write(more), everyMs);
    socket.once('close', () => clearInterval(timer));
  };
}

/** Writes bytes bit by bit. */
export function trickle(bytes: Buffer, piece: number, everyMs: number): Step {
  return ({ socket }) => {
    let sent = 0;
    const timer = setInterval(() => {
      socket.write(bytes.subarray(sent, (sent += piece)));
      if (sent >= bytes.length) clearInterval(timer);
    }, everyMs);
    socket.once('close', () => clearInterval(timer));
  };
}

/** Does something when it is told to, and not before. */
export function held(step: Step): { readonly step: Step; readonly release: () => void } {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  return { step: (exchange) => void released.then(() => step(exchange)), release: () => release() };
}

/** Does something a while later, if there is still somebody there. */
export function later(ms: number, step: Step): Step {
  return (exchange) => {
    const timer = setTimeout(() => step(exchange), ms);
    exchange.socket.once('close', () => clearTimeout(timer));
  };
}

function cut(socket: Socket): void {
  // Over TLS the reset has to come from the socket underneath.
  const { _parent: underneath } = socket as Socket & { _parent?: Socket };
  (underneath ?? socket).resetAndDestroy();
}
