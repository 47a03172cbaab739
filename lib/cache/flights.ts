import type { KaizenTransportAnswer, KaizenTransportCall } from '../transport/kaizen-transport.js';

/** It was answered. */
export interface Answered extends Pick<KaizenTransportAnswer, 'servedBy' | 'insteadOf'> {
  /** The JSON of the body. */
  readonly json: string;
}

/** What became of a call that others share. */
export type Landing =
  | Answered
  /** It failed, and would so for the others. */
  | { readonly error: unknown }
  /** It says nothing to the others: each has to go on by itself. */
  | { readonly isAbandoned: true };

/** What an equal call may have another of, so that it might do better. */
type Limits = Pick<
  KaizenTransportCall,
  | 'timeoutMs'
  | 'maxRetries'
  | 'connectTimeoutMs'
  | 'readTimeoutMs'
  | 'writeTimeoutMs'
  | 'poolTimeoutMs'
>;

/** A call under way that equal calls wait for instead of being sent as well. */
export class Flight {
  /** Never rejects. */
  readonly landed: Promise<Landing>;
  #land!: (landing: Landing) => void;

  /**
   * @param limits What the call has.
   * @param forget Is done when it has landed.
   */
  constructor(
    private readonly limits: Limits,
    private readonly forget: () => void,
  ) {
    this.landed = new Promise((resolve) => (this.#land = resolve));
  }

  /** It is over. What it has come to first counts. */
  land(landing: Landing): void {
    this.forget();
    this.#land(landing);
  }

  /** Whether a call with these limits, which shared the failure, might not have failed. */
  mightDoBetter(other: Limits): boolean {
    const { limits } = this;
    return (
      other.timeoutMs > limits.timeoutMs ||
      other.maxRetries !== limits.maxRetries ||
      other.connectTimeoutMs !== limits.connectTimeoutMs ||
      other.readTimeoutMs !== limits.readTimeoutMs ||
      other.writeTimeoutMs !== limits.writeTimeoutMs ||
      other.poolTimeoutMs !== limits.poolTimeoutMs
    );
  }
}

/** The calls under way, by their key. */
export class Flights {
  readonly #flights = new Map<string, Flight>();

  /** The call under way with this key. */
  get(key: string): Flight | undefined {
    return this.#flights.get(key);
  }

  /** A call with this key begins. */
  begin(key: string, limits: Limits): Flight {
    const flight = new Flight(limits, () => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    });
    this.#flights.set(key, flight);
    return flight;
  }
}
