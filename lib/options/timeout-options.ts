import { milliseconds, type OptionTable } from './option-rule.js';

/** How long each phase of a request may take. Each raises a `KaizenTimeoutError` that says which. */
export interface KaizenTimeoutOptions {
  /** DNS, TCP, TLS and the tunnel through a proxy, in milliseconds. Default 5000. */
  connectTimeoutMs?: number;
  /** How long the service may send nothing once it has the request, in milliseconds. Default 20 000. */
  readTimeoutMs?: number;
  /** How long the service may take in nothing of a request body, in milliseconds. Default 10 000. */
  writeTimeoutMs?: number;
  /** The wait for a free socket when all of `maxConnections` are busy, in milliseconds. Default 5000. */
  poolTimeoutMs?: number;
}

/** What each of them accepts, and its default. */
export const TIMEOUT_OPTION_TABLE: OptionTable<KaizenTimeoutOptions> = {
  connectTimeoutMs: milliseconds(1, 5000),
  readTimeoutMs: milliseconds(1, 20_000),
  writeTimeoutMs: milliseconds(1, 10_000),
  poolTimeoutMs: milliseconds(1, 5000),
};
