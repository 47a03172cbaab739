import { Agent, type AgentConnectOpts } from 'agent-base';
import type { AgentOptions, ClientRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import tls, { type ConnectionOptions } from 'node:tls';
import { leaveQueue } from './agent-queue.js';
import { tellDialling } from './dialling.js';
import { openTunnel, type TunnelEntry } from './open-tunnel.js';

type Done = (error: Error | null, socket?: Duplex) => void;

/** What an agent is made with that reaches one service through a proxy. */
export interface TunnelAgentOptions {
  readonly entry: TunnelEntry;
  /** How many sockets, and how long: as for any agent. */
  readonly pool: AgentOptions;
  /** How TLS to the service is spoken; absent for an http service. */
  readonly tls?: ConnectionOptions;
}

/**
 * A pool of tunnels to one service through a proxy. Services with and without TLS are reached by
 * CONNECT alike: a request that is forwarded would carry the proxy's credentials to the service.
 */
export class TunnelAgent extends Agent {
  readonly #entry: TunnelEntry;
  readonly #tls?: ConnectionOptions;
  readonly #dialled = new Set<ClientRequest>();

  constructor({ entry, pool, tls: secure }: TunnelAgentOptions) {
    super(pool);
    this.#entry = entry;
    if (secure) this.#tls = secure;
  }

  /** Known from the start; the base class would look for it in a stack trace. */
  override isSecureEndpoint(): boolean {
    return this.#tls !== undefined;
  }

  /** Makes a connection for a request, which is told of it. */
  override async connect(request: ClientRequest, options: AgentConnectOpts): Promise<Duplex> {
    tellDialling(request);
    const socket = await this.#dial(request, options);
    if (!this.#tls) return socket;
    const { host, servername } = options as ConnectionOptions;
    return tls.connect({ ...this.#tls, socket, host, servername });
  }

  /**
   * Makes a socket for a request. Where that fails, the next in the queue has a try: Node sees to it
   * only when a socket closes, and here there was none.
   */
  override createSocket(request: ClientRequest, options: AgentConnectOpts, done: Done): void {
    super.createSocket(request, options, (error, socket) => {
      if (!error) return done(null, socket);
      leaveQueue(this, request);
      // It may have been given the socket of another request meanwhile.
      if (!request.socket) done(error);
      this.#serveNext(options);
    });
  }

  /** Ends every tunnel, and whatever is to become one. */
  override destroy(): void {
    for (const dial of this.#dialled) dial.destroy();
    super.destroy();
  }

  #serveNext(options: AgentConnectOpts): void {
    const next = this.requests[this.getName(options)]?.[0];
    if (!next) return;
    this.createSocket(next, options, (error, socket) => {
      if (error) next.destroy(error);
      else socket!.emit('free');
    });
  }

  #dial(request: ClientRequest, { host, port }: AgentConnectOpts): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const target = { host: host!, port: Number(port) };
      const dial = openTunnel(this.#entry, target, resolve, reject);
      this.#dialled.add(dial);
      const abandon = (): unknown => dial.destroy();
      request.once('close', abandon);
      dial.once('close', () => {
        this.#dialled.delete(dial);
        request.off('close', abandon);
      });
    });
  }
}
