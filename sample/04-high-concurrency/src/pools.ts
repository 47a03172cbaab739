import type { KaizenOptions } from 'nestjs-kaizen';

/** A client and how its calls are bounded. */
export interface Pool {
  readonly name: string;
  readonly options: KaizenOptions;
}

/** So many sockets, all of them kept for the next calls. */
const sockets = (count: number): KaizenOptions => ({
  maxConnections: count,
  maxKeepAliveConnections: count,
});

/** From a pool that is too small to one that is large enough; then without one, then with a limit. */
export const POOLS: readonly Pool[] = [
  { name: '5 sockets', options: sockets(5) },
  { name: '25 sockets', options: sockets(25) },
  { name: '100 sockets', options: sockets(100) },
  { name: '25 sockets, none kept', options: { maxConnections: 25, keepAliveExpiryMs: 0 } },
  { name: '25 at once, 100 wait', options: { ...sockets(25), maxConcurrency: 25, maxQueue: 100 } },
];
