import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerState } from '../http/server-state.js';
import { answerUnreadable } from './answer-unreadable.js';
import { CHECK_EVERY_MS } from './create-adapter.js';
import type { FrontDoor } from './front-door.js';
import type { ResolvedListenOptions } from './serve-options.js';

/** The connections of a server: how long they may take, and how they end. */
export class Connections {
  private underWay = 0;
  private onceIdle: (() => void) | undefined;

  constructor(
    private readonly server: Server,
    private readonly state: ServerState,
  ) {
    server.prependListener('request', (_request, response) => {
      this.underWay++;
      response.once('close', () => {
        if (--this.underWay === 0) this.onceIdle?.();
      });
    });
  }

  /** Sets how long clients may take, and who answers what Node would answer by itself. */
  limit(
    {
      headersTimeoutMs: headersTimeout,
      keepAliveTimeoutMs: keepAliveTimeout,
      socketTimeoutMs: timeout,
      maxConnections,
    }: ResolvedListenOptions,
    door: FrontDoor,
  ): void {
    const { server } = this;
    // A body has a clock of its own, whose answer is better; that of a stream may take any time.
    const requestTimeout = 0;
    const connectionsCheckingInterval = CHECK_EVERY_MS;
    Object.assign(server, { headersTimeout, requestTimeout, keepAliveTimeout, timeout });
    Object.assign(server, {
      connectionsCheckingInterval,
      ...(maxConnections && { maxConnections }),
      requireHostHeader: false,
    });
    server.on('checkExpectation', door.onExpectation);
    server.removeAllListeners('clientError');
    server.on('clientError', answerUnreadable);
  }

  /**
   * Takes no more connections, lets requests under way finish, and cuts what is left at the deadline.
   *
   * @param timeoutMs The deadline, in milliseconds.
   */
  async drain(timeoutMs: number): Promise<void> {
    const { server } = this;
    this.state.drain();
    server.close();
    server.closeIdleConnections();
    const idle = new Promise<void>((resolve) => {
      this.onceIdle = resolve;
      if (this.underWay === 0) resolve();
    });
    const deadline = new AbortController();
    await Promise.race([idle, sleep(timeoutMs, undefined, deadline)]);
    deadline.abort();
    // Also those that never sent anything: nobody would end them.
    server.closeAllConnections();
  }
}
