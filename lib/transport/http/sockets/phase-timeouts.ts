import { KaizenTimeoutError } from '../../../errors/timeout.error.js';

/** How long each phase of a request may take, in milliseconds. */
export interface PhaseTimeouts {
  /** DNS, TCP, TLS, and the tunnel through a proxy. */
  readonly connectTimeoutMs: number;
  /** How long the service may send nothing once it has the request. */
  readonly readTimeoutMs: number;
  /** How long the service may take in nothing of a request body. */
  readonly writeTimeoutMs: number;
  /** The wait for a free socket. */
  readonly poolTimeoutMs: number;
}

/** A phase of a request that has a clock. */
export type Phase = 'pool' | 'connect' | 'write' | 'read';

interface PhaseFacts {
  readonly option: keyof PhaseTimeouts;
  /** What happened in so many milliseconds, and the remedy. */
  readonly message: (limitMs: number) => string;
}

const FACTS: Readonly<Record<Phase, PhaseFacts>> = {
  pool: {
    option: 'poolTimeoutMs',
    message: (ms) =>
      `No connection was free within ${ms} ms. Raise maxConnections or poolTimeoutMs, or make fewer calls at once.`,
  },
  connect: {
    option: 'connectTimeoutMs',
    message: (ms) =>
      `No connection came about within ${ms} ms. Check the address and the network, or raise connectTimeoutMs.`,
  },
  write: {
    option: 'writeTimeoutMs',
    message: (ms) =>
      `The service took in nothing of the request for ${ms} ms. Try again, or raise writeTimeoutMs.`,
  },
  read: {
    option: 'readTimeoutMs',
    message: (ms) =>
      `The service sent nothing for ${ms} ms. Try again, or raise readTimeoutMs if it needs longer.`,
  },
};

/** How long a phase may take, in milliseconds. */
export function limitOf(phase: Phase, timeouts: PhaseTimeouts): number {
  return timeouts[FACTS[phase].option];
}

/** The error for a phase whose clock has run out. */
export function phaseTimeout(phase: Phase, timeouts: PhaseTimeouts): KaizenTimeoutError {
  const limitMs = limitOf(phase, timeouts);
  return new KaizenTimeoutError(FACTS[phase].message(limitMs), limitMs, phase);
}
