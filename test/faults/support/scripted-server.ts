import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { type ReceivedRequest, readRequests } from './read-requests.js';

/** One request, and the socket to do something with. */
export interface Exchange {
  readonly request: ReceivedRequest;
  readonly socket: Socket;
  /** Stops reading requests from the socket: what comes is somebody else's from now on. */
  readonly detach: () => void;
}

/** What a server does with a request that it has read whole. */
export type Step = (exchange: Exchange) => void;

/** How a server behaves. */
export interface Script {
  /** What it does with the first request, the second, and so on; the last one is repeated. */
  readonly steps?: readonly Step[];
  /** What it does with each connection instead of reading requests from it. */
  readonly connection?: (socket: Socket, nth: number) => void;
  /** Makes it a TLS server. */
  readonly tls?: TlsOptions;
}

/** A server on a free port of this machine that does with each byte what its script says. */
export class ScriptedServer {
  /** The requests it has read whole. */
  readonly requests: ReceivedRequest[] = [];
  /** How many connections it has accepted. */
  accepted = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  private constructor(private readonly script: Script) {
    const talk = (socket: Socket) => this.#talk(socket);
    const { tls } = script;
    this.#server = tls ? createTlsServer(tls, talk) : createServer(talk);
    this.#server.on('connection', (socket: Socket) => this.#track(socket));
  }

  /** Opens one. */
  static async open(script: Script): Promise<ScriptedServer> {
    const server = new ScriptedServer(script);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  /** Its port. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Where clients find it, with a slash at the end. */
  get url(): string {
    return `${this.script.tls ? 'https' : 'http'}://127.0.0.1:${this.port}/`;
  }

  /** How many connections are open. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Waits until only so many connections are open, and tells how many are. */
  async settled(expected = 0, patienceMs = 5000): Promise<number> {
    const deadline = performance.now() + patienceMs;
    while (this.open > expected && performance.now() < deadline) {
      // Who never reads never learns that the other side has gone.
      for (const socket of this.#sockets) socket.resume();
      await sleep(5);
    }
    return this.open;
  }

  /** Ends it, and every connection that is left. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (!this.#server.listening) return;
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #track(socket: Socket): void {
    this.accepted += 1;
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #talk(socket: Socket): void {
    socket.on('error', () => undefined);
    if (this.script.connection) {
      this.script.connection(socket, this.accepted);
      return;
    }
    const connection = this.accepted;
    const detach = readRequests(socket, (read) => {
      const request = { ...read, connection };
      this.requests.push(request);
      this.#step(this.requests.length)({ request, socket, detach });
    });
  }

  #step(nth: number): Step {
    const { steps = [] } = this.script;
    const step = steps[Math.min(nth, steps.length) - 1];
    if (!step) throw new Error('A server that reads requests needs at least one step.');
    return step;
  }
}
