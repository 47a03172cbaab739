import type { KaizenError } from '../errors/kaizen.error.js';

/** A stream that can be ended from outside: whoever waits is told at once, the work by its signal. */
export class StoppableStream<T> {
  readonly #controller = new AbortController();
  #iterator: AsyncIterator<T> | undefined;
  /** What whoever waits is told, when someone does. */
  #answer: ((result: IteratorResult<T, undefined>) => void) | undefined;
  #refuse: ((error: unknown) => void) | undefined;
  #error: KaizenError | undefined;
  #settle!: (error?: KaizenError) => void;

  /** Resolves when the stream has ended, in whatever way: with what it was ended by from outside, if so. */
  readonly outcome = new Promise<KaizenError | undefined>((resolve) => (this.#settle = resolve));

  /** Begins the work. */
  begin(open: (signal: AbortSignal) => AsyncIterable<T>): void {
    this.#iterator = open(this.#controller.signal)[Symbol.asyncIterator]();
  }

  /** The next item. Rejects with the error that the stream was stopped with. */
  next(): Promise<IteratorResult<T, undefined>> {
    return new Promise((resolve, reject) => {
      if (this.#error) return reject(this.#error);
      this.#answer = resolve;
      this.#refuse = reject;
      this.#iterator!.next().then(resolve, reject);
    });
  }

  /** Ends the stream for whoever does not want the rest: whoever waits is told that it is over. */
  leave(error: KaizenError): void {
    this.#answer?.({ done: true, value: undefined });
    this.#controller.abort(error);
    this.#settle(error);
  }

  /** Ends the stream with this error, whether anybody waits for an item or not. */
  stop(error: KaizenError): void {
    this.#error ??= error;
    this.#refuse?.(error);
    this.#controller.abort(error);
    this.#settle(error);
    void this.end();
  }

  /** Lets go of what the work holds. */
  async end(): Promise<void> {
    this.#settle();
    try {
      await this.#iterator?.return?.();
    } catch {
      // What it throws as it is let go of concerns nobody any more.
    }
  }
}
