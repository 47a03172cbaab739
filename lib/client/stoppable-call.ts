import { type KaizenError } from '../errors/kaizen.error.js';

/** Work that can be ended from outside: whoever waits is told at once, the work by its signal. */
export class StoppableCall<T> {
  readonly #controller = new AbortController();
  #resolve!: (value: T) => void;
  #reject!: (error: unknown) => void;

  /** The work's outcome, or the error it was stopped with. */
  readonly outcome = new Promise<T>((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });

  /** Begins the work at once, so that it sees the payload as it was when the call was made. */
  begin(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    work(this.#controller.signal).then(this.#resolve, this.#reject);
    return this.outcome;
  }

  /** Ends the call with this error; without effect once it has settled. */
  stop(error: KaizenError): void {
    this.#reject(error);
    this.#controller.abort(error);
  }
}
