import axios, { type AxiosError, type AxiosInstance } from 'axios';
import type { Agent } from 'node:http';
import type { Socket } from 'node:net';
import {
  type ConnectionAgents,
  type ConnectionOptions,
  createAgents,
} from '../../../../lib/transport/http/sockets/agents.js';
import type { PhaseTimeouts } from '../../../../lib/transport/http/sockets/phase-timeouts.js';
import {
  createTimedTransport,
  phaseErrorOf,
} from '../../../../lib/transport/http/sockets/timed-transport.js';

/** The defaults of a client, without a proxy. */
export const CONNECTION: ConnectionOptions = {
  maxConnections: 100,
  maxKeepAliveConnections: 20,
  keepAliveExpiryMs: 4000,
  proxy: false,
  caBundleMode: 'add',
  rejectUnauthorized: true,
  connectTimeoutMs: 5000,
};

const PATIENT: PhaseTimeouts = {
  connectTimeoutMs: 5000,
  readTimeoutMs: 5000,
  writeTimeoutMs: 5000,
  poolTimeoutMs: 5000,
};

/** axios over the sockets of one client, and nothing else of it. */
export interface SocketClient {
  readonly axios: AxiosInstance;
  readonly agents: ConnectionAgents;
}

/** Makes one. */
export function socketClient(
  baseURL: string,
  options: Partial<ConnectionOptions> = {},
  timeouts: Partial<PhaseTimeouts> = {},
): SocketClient {
  const agents = createAgents({ ...CONNECTION, ...options }, baseURL);
  const { httpAgent, httpsAgent } = agents;
  const transport = createTimedTransport({ ...PATIENT, ...timeouts });
  const own = {
    baseURL,
    maxRedirects: 0,
    proxy: false as const,
    timeout: 0,
    httpAgent,
    httpsAgent,
  };
  return { agents, axios: axios.create({ ...own, transport, maxBodyLength: Infinity }) };
}

/** The error that a request ended in, which phase it was and how long it took. */
export async function failureOf(call: Promise<unknown>) {
  const from = performance.now();
  const error = await call.then(
    () => undefined,
    (caught: unknown) => caught as AxiosError,
  );
  const tookMs = performance.now() - from;
  return { error, cause: error?.cause, phase: phaseErrorOf(error?.request), tookMs };
}

/** The idle sockets of an agent. */
export function idleSockets({ freeSockets }: Agent): Socket[] {
  return Object.values(freeSockets).flatMap((sockets = []) => sockets);
}

/** How many requests wait in an agent for a socket. */
export function waiting({ requests }: Agent): number {
  return Object.values(requests).flatMap((queue = []) => queue).length;
}

/** How many timers keep the process alive. */
export function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

/** Waits until there are no more timers than before, and tells how many more there are. */
export async function furtherTimers(before: number, patienceMs = 1000): Promise<number> {
  const deadline = performance.now() + patienceMs;
  // Waiting by timer would add one.
  while (timers() > before && performance.now() < deadline) await nextTurn();
  return Math.max(0, timers() - before);
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
