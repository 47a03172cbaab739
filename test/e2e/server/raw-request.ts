import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A request written byte by byte, for what no client would send. */
export class RawRequest {
  private received = '';

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (this.received += text));
    socket.on('error', () => undefined);
  }

  /** Connects to a server. */
  static async to(url: string): Promise<RawRequest> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new RawRequest(socket);
  }

  /** Sends the head of a POST, and the beginning of its body. */
  post(path: string, headers: readonly string[], body = ''): this {
    const lines = [`POST ${path} HTTP/1.1`, 'Host: localhost', ...headers, '', body];
    return this.send(lines.join('\r\n'));
  }

  /** What the other side has not taken yet, in bytes. */
  get unsentBytes(): number {
    return this.socket.writableLength;
  }

  /** Whether the connection has ended. */
  get isClosed(): boolean {
    return this.socket.destroyed;
  }

  /** Reads nothing of what comes back. */
  pause(): this {
    this.socket.pause();
    return this;
  }

  send(text: string | Uint8Array): this {
    this.socket.write(text);
    return this;
  }

  /** What came back so far, once it matches. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.received)) {
      if (this.socket.destroyed) throw new Error(`Closed after: ${this.received}`);
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'close')]);
    }
    return this.received;
  }

  /** Waits until the server has closed the connection. */
  async closed(): Promise<string> {
    if (!this.socket.destroyed) await once(this.socket, 'close');
    return this.received;
  }

  /** Goes away without a word. */
  vanish(): void {
    this.socket.destroy();
  }
}

/** The head of a JSON body in chunks. */
export const CHUNKED = ['Content-Type: application/json', 'Transfer-Encoding: chunked'];
