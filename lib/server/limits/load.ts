import { refusal } from '../refusals/refusal.js';

/** How much may be under way at once. */
export interface LoadLimits {
  readonly maxConcurrency: number;
  readonly maxPendingBytes: number;
}

/** Bytes of a request's body that are held until it is answered. */
export interface HeldBytes {
  /** Holds more; throws a Refusal when that is too much. */
  add(count: number): void;
  /** Holds so many less, before the answer. */
  release(count: number): void;
}

/** How much a server has under way. It refuses what would be more than it can bear. */
export class Load {
  #running = 0;
  #pendingBytes = 0;

  constructor(private readonly limits: LoadLimits) {}

  /** How many operations are under way. */
  get running(): number {
    return this.#running;
  }

  /** How many bytes of bodies are held. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /**
   * Does the work of an operation, which counts until it is done.
   *
   * @throws Refusal with 503 when too many are under way.
   */
  async admit<T>(work: (held: HeldBytes) => Promise<T>): Promise<T> {
    if (this.#running >= this.limits.maxConcurrency) throw overloaded();
    this.#running++;
    let bytes = 0;
    try {
      return await work({
        add: (count) => {
          if (this.#pendingBytes + count > this.limits.maxPendingBytes) throw overloaded();
          bytes += count;
          this.#pendingBytes += count;
        },
        release: (count) => {
          bytes -= count;
          this.#pendingBytes -= count;
        },
      });
    } finally {
      this.#running--;
      this.#pendingBytes -= bytes;
    }
  }
}

function overloaded(): Error {
  return refusal('overloaded', 'The server has too much to do. Send the request again later.');
}
