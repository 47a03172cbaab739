import { engineClosed, overloaded } from './pool-errors.js';
import { Slots } from './slots.js';

/**
 * Who may use a thread, and when: at most so many calls at once, and at most so many waiting.
 *
 * The pool's own queue is left empty: when the thread of an ended call is the last one, the pool
 * starts none for the tasks that it still holds.
 */
export class ThreadQueue {
  private readonly threads: Slots;
  private admitted = 0;

  constructor(private readonly limits: { readonly maxThreads: number; readonly maxQueue: number }) {
    this.threads = new Slots(limits.maxThreads);
  }

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
  use<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    return this.threads.use(signal, work);
  }

  /** Refuses all who wait. */
  close(): void {
    if (this.threads.waiting > 0) this.threads.refuse(engineClosed());
  }
}
