import { stoppable } from '../ktof/stream/stoppable.js';
import { AbortFanOut } from './abort-fan-out.js';
import { aborted, endedByClose, leftEarly, refusedByClose, timedOut } from './call-errors.js';
import { StoppableCall } from './stoppable-call.js';
import { StoppableStream } from './stoppable-stream.js';

/** A call whose result is of no matter here. */
type UnderWay = Pick<StoppableCall<unknown>, 'stop'>;

/** What ends a call before its work does. */
export interface CallLimits {
  /** The method's name, for the errors. */
  readonly method: string;
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
}

/** What a stream does. */
export interface StreamWork<T, E> {
  /** Gives its limits when it begins, and throws when it cannot begin. */
  readonly limits: () => CallLimits;
  readonly open: (signal: AbortSignal) => AsyncIterable<T>;
  /** Turns what the work yields into what the consumer gets. */
  readonly tell: (part: T) => E;
  /** Turns an error into the one that the consumer gets. */
  readonly fail: (error: unknown) => unknown;
  /** Is told what ended it from outside, whether its consumer still asks for anything or not. */
  readonly stopped: (error: unknown) => void;
}

/** Runs calls within their limits, and knows which are under way. */
export class CallRunner {
  readonly #aborts = new AbortFanOut();
  readonly #underWay = new Set<UnderWay>();
  #closed = false;
  /** Tells that no call is under way any more. */
  #emptied?: () => void;

  /**
   * Does the work, unless the caller's signal, the deadline or the end of the client comes first.
   *
   * @throws {@link KaizenClosedError}, {@link KaizenAbortError}, {@link KaizenTimeoutError}, and
   * whatever the work throws.
   */
  async run<T>(limits: CallLimits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#admit(limits);
    const call = new StoppableCall<T>();
    const release = this.#limit(call, limits);
    try {
      return await call.begin(work);
    } finally {
      release();
      call.forget();
    }
  }

  /**
   * Runs a stream within its limits. It is under way from its first `next()` to its end; the deadline
   * is for all of it, the time that its consumer takes included.
   *
   * @throws What {@link run} throws, as `fail` turns it.
   */
  stream<T, E>(work: StreamWork<T, E>): AsyncGenerator<E, void, undefined> {
    const call = new StoppableStream<T>();
    return stoppable(this.#read(call, work), () => call.leave(leftEarly()));
  }

  /** Refuses new calls, waits for those under way, and ends what is left after the grace time. */
  async drain(graceMs: number): Promise<void> {
    this.#closed = true;
    if (this.#underWay.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#emptied = resolve;
      timer = setTimeout(resolve, graceMs);
    });
    clearTimeout(timer);
    for (const call of this.#underWay) call.stop(endedByClose(graceMs));
  }

  async *#read<T, E>(
    call: StoppableStream<T>,
    { limits, open, tell, fail, stopped }: StreamWork<T, E>,
  ): AsyncGenerator<E, void, undefined> {
    try {
      const given = limits();
      this.#admit(given);
      const release = this.#limit(call, given);
      void call.outcome.then((error) => {
        release();
        if (error) stopped(fail(error));
      });
      call.begin(open);
      for (let step = await call.next(); !step.done; step = await call.next()) {
        yield tell(step.value);
      }
    } catch (error) {
      throw fail(error);
    } finally {
      await call.end();
    }
  }

  #admit({ method, signal }: CallLimits): void {
    if (this.#closed) throw refusedByClose(method);
    if (signal?.aborted) throw aborted(method, signal);
  }

  #limit(call: UnderWay, { method, signal, timeoutMs }: CallLimits): () => void {
    const timer = setTimeout(() => call.stop(timedOut(method, timeoutMs)), timeoutMs);
    const forget =
      signal && this.#aborts.subscribe(signal, () => call.stop(aborted(method, signal)));
    this.#underWay.add(call);
    return () => {
      clearTimeout(timer);
      forget?.();
      this.#underWay.delete(call);
      if (this.#underWay.size === 0) this.#emptied?.();
    };
  }
}
