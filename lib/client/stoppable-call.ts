import type { KaizenError } from '../errors/kaizen.error.js';

/** Work that can be ended from outside: whoever waits is told at once, the work by its signal. */
export class StoppableCall<T> {
  readonly #controller = new AbortController();
  #reject?: (error: unknown) => void;

  /** Begins the work at once, so that it sees the payload as it was when the call was made. */
  begin(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      work(this.#controller.signal).then(resolve, reject);
    });
  }

  /** Ends the call with this error. */
  stop(error: KaizenError): void {
    this.#reject?.(error);
    this.#controller.abort(error);
  }

  /**
   * Lets go of the outcome. The set that calls under way are in leaves traces of them behind, which
   * would keep large results in memory until the next full collection.
   */
  forget(): void {
    this.#reject = undefined;
  }
}
