import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { ServerState } from '../http/server-state.js';
import type { Connections } from './connections.js';
import type { ResolvedListenOptions } from './serve-options.js';

/** A server that is ready to listen. {@link createKaizenServer} makes one. */
export class KaizenServer {
  #closing?: Promise<void>;

  /** @internal */
  constructor(
    /** The Nest app that it is. */
    readonly app: INestApplication,
    private readonly connections: Connections,
    private readonly options: ResolvedListenOptions,
  ) {}

  /**
   * Begins to listen.
   *
   * @returns Its address, such as `http://127.0.0.1:8080`.
   */
  async listen(): Promise<string> {
    const { host, port, shutdownSignals } = this.options;
    await this.app.listen(port, host);
    for (const signal of shutdownSignals) process.once(signal, this.onSignal);
    return this.url;
  }

  /** Its address, once it listens. */
  get url(): string {
    const { host } = this.options;
    const address = (this.app.getHttpServer() as Server).address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return `http://${host.includes(':') ? `[${host}]` : host}:${port ?? this.options.port}`;
  }

  /**
   * Ends the server without losing a request: `/readyz` says 503, for `shutdownDelayMs` all goes on, then
   * no connection is taken any more, requests under way have `shutdownTimeoutMs` to finish, and what
   * is left is cut. Every call of it returns the same promise.
   */
  close(): Promise<void> {
    this.#closing ??= this.shutDown();
    return this.#closing;
  }

  private async shutDown(): Promise<void> {
    const { shutdownDelayMs, shutdownTimeoutMs, shutdownSignals } = this.options;
    for (const signal of shutdownSignals) process.off(signal, this.onSignal);
    this.app.get(ServerState).drain();
    if (shutdownDelayMs > 0) await sleep(shutdownDelayMs);
    await this.connections.drain(shutdownTimeoutMs);
    await this.app.close();
  }

  private readonly onSignal = (): void => {
    void this.close();
  };
}
