import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEngine, type KaizenEngine } from '../../../engine/engine.js';
import type { EngineOptions } from '../../../engine/engine-options.js';
import { engineAnswer } from './engine-answer.js';
import { type KaizenReceivedRequest, receive } from './received-request.js';
import { ownAnswer, sendAnswer } from './send-answer.js';
import {
  type KaizenServiceRoute,
  type KaizenServiceStep,
  ServiceScript,
} from './service-script.js';

/** How many connections a service has had. */
export interface KaizenServiceSockets {
  /** All that were ever opened. */
  readonly opened: number;
  /** Those that are open now. */
  readonly open: number;
}

/** A Kaizen service on this machine that does what its script says. */
export class KaizenScriptedService {
  readonly #server: Server;
  readonly #engine: KaizenEngine;
  readonly #script = new ServiceScript();
  readonly #requests: KaizenReceivedRequest[] = [];
  readonly #ended = new AbortController();
  #opened = 0;
  #open = 0;

  /** Use `startScriptedService`. */
  constructor(options: EngineOptions) {
    this.#engine = createEngine(options);
    // Any number of answers may be waiting for their time.
    setMaxListeners(0, this.#ended.signal);
    this.#server = createServer((message, response) => {
      // Whoever left before the answer misses nothing.
      this.#serve(message, response).catch(() => response.destroy());
    });
    this.#server.on('connection', (socket) => this.#count(socket));
  }

  /** Where it is, for `baseUrl`: `http://127.0.0.1:49152`. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Its port. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Every request since the last {@link reset}, in the order they came. */
  get requests(): readonly KaizenReceivedRequest[] {
    return this.#requests.slice();
  }

  /** How many connections clients have made: those of calls that follow each other are one. */
  get sockets(): KaizenServiceSockets {
    return { opened: this.#opened, open: this.#open };
  }

  /** Says what it does with the next requests of a route, behind what it was told before. */
  script(route: KaizenServiceRoute, ...steps: readonly KaizenServiceStep[]): this {
    this.#script.add(route, steps);
    return this;
  }

  /** Forgets every request, and every step that no request has used. */
  reset(): void {
    this.#requests.length = 0;
    this.#script.clear();
  }

  /** Stops, and cuts the connections that are left. */
  async close(): Promise<void> {
    this.#ended.abort();
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /**
   * Begins to listen.
   *
   * @internal
   */
  async listen(port: number): Promise<this> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await receive(message);
    this.#requests.push(request);
    const [path = ''] = request.path.split('?');
    const step = this.#script.take(request.method, path);
    if (step.delayMs) await sleep(step.delayMs, undefined, { signal: this.#ended.signal });
    if (step.reset) {
      message.socket.resetAndDestroy();
      return;
    }
    const answer = ownAnswer(step) ?? (await engineAnswer(this.#engine, request));
    sendAnswer(message, response, { ...answer, status: step.status ?? answer.status }, step);
  }

  #count(socket: { once(event: 'close', listener: () => void): unknown }): void {
    this.#opened += 1;
    this.#open += 1;
    socket.once('close', () => (this.#open -= 1));
  }
}
