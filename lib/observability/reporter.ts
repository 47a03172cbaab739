import { type KaizenError } from '../errors/kaizen.error.js';
import {
  type KaizenCallEvent,
  type KaizenCircuitEvent,
  type KaizenFallbackEvent,
  type KaizenLogger,
  type KaizenMetricsCollector,
  type KaizenRetryEvent,
  type KaizenVerificationEvent,
} from '../options/report-options.js';

/** An event as the place it happens at tells it: the reporter adds whose it is. */
type Told<E extends { readonly client: string }> = Omit<E, 'client'>;

/** Tells the log and the metrics what a client meets. What either throws changes nothing for a call. */
export class Reporter {
  constructor(
    private readonly client: string,
    private readonly logger: KaizenLogger,
    private readonly metrics: KaizenMetricsCollector = {},
  ) {}

  /** A request is about to be sent again. */
  retrying(told: Told<KaizenRetryEvent>): void {
    const event = { client: this.client, ...told };
    const { operation, attempt, reason, delayMs } = event;
    this.#warn(`${operation} failed (${reason}); attempt ${attempt} in ${delayMs} ms`);
    this.#count(() => this.metrics.recordRetry?.(event));
  }

  /** The embedded engine answers in the service's place. */
  fellBack({ operation, requestId }: Told<KaizenCallEvent>, error: KaizenError): void {
    const event: KaizenFallbackEvent = {
      client: this.client,
      operation,
      requestId,
      reason: error.code,
    };
    this.#warn(`${operation} is answered by the embedded engine: ${error.message}`);
    this.#count(() => this.metrics.recordFallback?.(event));
  }

  /** The circuit breaker changed its state. */
  circuitChanged(state: KaizenCircuitEvent['state']): void {
    const event = { client: this.client, state };
    this.#warn(`The circuit breaker is ${state}`);
    this.#count(() => this.metrics.recordCircuit?.(event));
  }

  /** An encoding did not decode to what it was made from; compact JSON was returned instead. */
  verificationFailed({ operation }: Told<KaizenVerificationEvent>): void {
    const event = { client: this.client, operation };
    this.#warn(
      `${operation} returned compact JSON: its KTOF did not decode to the same data. Please report it.`,
    );
    this.#count(() => this.metrics.recordVerificationFailure?.(event));
  }

  /** The options make the client less safe than it could be. */
  insecure(what: string): void {
    this.#warn(what);
  }

  #warn(message: string): void {
    attempt(() => this.logger.warn(`[${this.client}] ${message}`));
  }

  #count(record: () => void): void {
    attempt(record);
  }
}

/** Calls a user's own code, which may fail at once or later: neither concerns the call. */
function attempt(told: () => unknown): void {
  try {
    Promise.resolve(told()).catch(() => undefined);
  } catch {
    // A logger or a collector that fails must not fail the call.
  }
}
