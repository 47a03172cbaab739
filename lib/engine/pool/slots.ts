import { endedBySignal, throwIfEnded } from './pool-errors.js';

/** Work that waits for a slot. */
interface Waiting {
  readonly begin: () => void;
  readonly refuse: (error: Error) => void;
}

/** Lets so much work be under way at once; the rest waits in the order it came in. */
export class Slots {
  readonly #line = new Set<Waiting>();
  #used = 0;

  /** @param count How much work may be under way at once. */
  constructor(private readonly count: number) {}

  /** Whether the next work has to wait. */
  get isFull(): boolean {
    return this.#used >= this.count;
  }

  /** How much work waits. */
  get waiting(): number {
    return this.#line.size;
  }

  /**
   * Does work when there is a slot for it.
   *
   * @param signal Takes it out of the line at once. It does not end work under way.
   */
  async use<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    throwIfEnded(signal);
    if (this.isFull) await this.#wait(signal);
    else this.#used++;
    try {
      return await work();
    } finally {
      this.#free();
    }
  }

  /** Refuses all that waits. */
  refuse(error: Error): void {
    for (const { refuse } of this.#line) refuse(error);
    this.#line.clear();
  }

  async #wait(signal: AbortSignal | undefined): Promise<void> {
    let leave: (() => void) | undefined;
    const turn = new Promise<void>((begin, refuse) => {
      const waiting = { begin, refuse };
      // Who leaves must be out of the line at once, or a slot may be handed to nobody.
      leave = () => {
        this.#line.delete(waiting);
        if (signal) refuse(endedBySignal(signal));
      };
      this.#line.add(waiting);
      signal?.addEventListener('abort', leave);
    });
    try {
      await turn;
    } finally {
      if (leave) signal?.removeEventListener('abort', leave);
    }
  }

  /** Hands the slot on to what waits longest. */
  #free(): void {
    const [first] = this.#line;
    if (first === undefined) this.#used--;
    else {
      this.#line.delete(first);
      first.begin();
    }
  }
}
