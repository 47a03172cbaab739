import http, { type AgentOptions, type ClientRequest } from 'node:http';
import https from 'node:https';
import type { ConnectionOptions as TlsConnectionOptions } from 'node:tls';
import { KaizenClosedError } from '../../../errors/closed.error.js';
import type { ResolvedKaizenOptions } from '../../../options/kaizen-options.js';
import { type Proxy, proxyFor, type ProxyOptions } from './proxy-for.js';
import { createProxyTlsContext, createTlsContext, type TlsOptions } from './tls-context.js';
import { TunnelAgent } from './tunnel-agent.js';

/** What a client is told of its connections. */
export type ConnectionOptions = ProxyOptions &
  TlsOptions &
  Pick<
    ResolvedKaizenOptions,
    | 'maxConnections'
    | 'maxKeepAliveConnections'
    | 'keepAliveExpiryMs'
    | 'rejectUnauthorized'
    | 'connectTimeoutMs'
  >;

/** Agents as axios wants them. */
export interface AgentPair {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: http.Agent;
}

/** The sockets of one client. */
export interface ConnectionAgents extends AgentPair {
  /**
   * Agents that keep no socket, for a request whose kept socket turned out to be closed: the pool may
   * hold more of that kind.
   */
  fresh(): AgentPair;
  /** Closes every socket, in use or not. Requests that wait for one fail. */
  close(): void;
}

/**
 * Makes the sockets of a client: pools of connections to one service, direct or through a proxy. Which
 * way is decided here, once.
 *
 * @param baseUrl Where the service is: http or https.
 * @throws {@link KaizenOptionsError} for a certificate or key that cannot be read, and for a proxy of
 * the environment that is no URL.
 */
export function createAgents(options: ConnectionOptions, baseUrl: string): ConnectionAgents {
  const createAgent = agentFactory(options, new URL(baseUrl));
  const pooled = createAgent(poolOf(options));
  let fresh: http.Agent | undefined;
  return {
    ...pairOf(pooled),
    fresh: () => pairOf((fresh ??= createAgent({ maxSockets: options.maxConnections }))),
    close: () => {
      closeAgent(pooled);
      if (fresh) closeAgent(fresh);
    },
  };
}

/** How long a socket is silent before the system looks whether it still stands. */
const PROBE_MS = 60_000;

/** Node closes what is idle for longer than `timeout`, or than the service says that it keeps it. */
function poolOf(options: ConnectionOptions): AgentOptions {
  const { maxConnections, maxKeepAliveConnections, keepAliveExpiryMs } = options;
  const pool = { maxSockets: maxConnections };
  // For Node, 0 idle sockets are as many as it likes, and 0 ms for ever.
  if (maxKeepAliveConnections === 0 || keepAliveExpiryMs === 0) return pool;
  return {
    ...pool,
    keepAlive: true,
    // As axios sets it for each request: another time would be set anew before and after each of them.
    keepAliveMsecs: PROBE_MS,
    maxFreeSockets: maxKeepAliveConnections,
    timeout: keepAliveExpiryMs,
  };
}

function agentFactory(options: ConnectionOptions, service: URL) {
  const tls = service.protocol === 'https:' ? tlsTo(options) : undefined;
  const proxy = proxyFor(service, options);
  const tries = triesOf(options);
  if (proxy) {
    const entry = { proxy, ...tries, ...tlsToProxy(options, proxy) };
    return (pool: AgentOptions) => new TunnelAgent({ entry, pool, ...(tls && { tls }) });
  }
  if (tls) return (pool: AgentOptions) => new https.Agent({ ...pool, ...tries, ...tls });
  return (pool: AgentOptions) => new http.Agent({ ...pool, ...tries });
}

function tlsTo(options: ConnectionOptions): TlsConnectionOptions {
  const { rejectUnauthorized } = options;
  return { secureContext: createTlsContext(options), rejectUnauthorized };
}

function tlsToProxy(options: ConnectionOptions, { isSecure }: Proxy) {
  const { rejectUnauthorized } = options;
  return isSecure
    ? { secureContext: createProxyTlsContext(options), rejectUnauthorized }
    : { rejectUnauthorized };
}

/**
 * How long each address of a host is tried before the next. Node gives up after 250 ms: over a slow
 * line without IPv6, no connection would ever come about.
 */
function triesOf({ connectTimeoutMs }: ConnectionOptions) {
  return { autoSelectFamilyAttemptTimeout: Math.max(10, Math.ceil(connectTimeoutMs / 4)) };
}

/** A client has one base URL, so one agent. Node refuses it for a URL of the other protocol. */
function pairOf(agent: http.Agent): AgentPair {
  return { httpAgent: agent, httpsAgent: agent };
}

/** Those that wait go first: Node makes them a socket for each that is closed. */
function closeAgent(agent: http.Agent): void {
  const waiting = Object.values(agent.requests).flat() as unknown as ClientRequest[];
  for (const request of waiting) {
    request.destroy(new KaizenClosedError('The client was closed. Make a new one.'));
  }
  agent.destroy();
}
