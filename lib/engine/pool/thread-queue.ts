import { endedBySignal, engineClosed, overloaded, throwIfEnded } from './pool-errors.js';

/** A call that waits for a thread. */
interface Waiting {
  readonly begin: () => void;
  readonly refuse: (error: Error) => void;
}

/**
 * Who may use a thread, and when: at most so many calls at once, and at most so many waiting.
 *
 * The pool's own queue is left empty: when the thread of an ended call is the last one, the pool
 * starts none for the tasks that it still holds.
 */
export class ThreadQueue {
  private readonly waiting = new Set<Waiting>();
  private admitted = 0;
  private busy = 0;

  constructor(
    private readonly limits: { readonly maxThreads: number; readonly maxQueue: number },
  ) {}

  /**
   * Does the work of a call that will want a thread. It counts against the limit from now on, also
   * while it gets ready.
   *
   * @throws KaizenOverloadedError when too many wait already; the work is not begun then.
   */
  async admit<T>(work: () => Promise<T>): Promise<T> {
    const { maxThreads, maxQueue } = this.limits;
    if (this.admitted >= maxThreads + maxQueue) throw overloaded(maxQueue);
    this.admitted++;
    try {
      return await work();
    } finally {
      this.admitted--;
    }
  }

  /** Does work that keeps a thread busy, when there is one for it. */
  async use<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    throwIfEnded(signal);
    if (this.busy >= this.limits.maxThreads) await this.wait(signal);
    else this.busy++;
    try {
      return await work();
    } finally {
      this.free();
    }
  }

  /** Refuses all who wait. */
  close(): void {
    for (const { refuse } of this.waiting) refuse(engineClosed());
    this.waiting.clear();
  }

  private async wait(signal: AbortSignal | undefined): Promise<void> {
    let leave: (() => void) | undefined;
    const turn = new Promise<void>((begin, refuse) => {
      const waiting = { begin, refuse };
      // Who leaves must be out of the line at once, or a thread may be handed to nobody.
      leave = () => {
        this.waiting.delete(waiting);
        if (signal) refuse(endedBySignal(signal));
      };
      this.waiting.add(waiting);
      signal?.addEventListener('abort', leave);
    });
    try {
      await turn;
    } finally {
      if (leave) signal?.removeEventListener('abort', leave);
    }
  }

  /** Hands the thread on to the one that waits longest. */
  private free(): void {
    const [first] = this.waiting;
    if (first === undefined) this.busy--;
    else {
      this.waiting.delete(first);
      first.begin();
    }
  }
}
