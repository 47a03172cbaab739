import { AbortFanOut } from './abort-fan-out.js';
import { aborted, endedByClose, refusedByClose, timedOut } from './call-errors.js';
import { StoppableCall } from './stoppable-call.js';

/** A call whose result is of no matter here. */
type UnderWay = Pick<StoppableCall<unknown>, 'outcome' | 'stop'>;

/** What ends a call before its work does. */
export interface CallLimits {
  /** The method's name, for the errors. */
  readonly method: string;
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
}

/** Runs calls within their limits, and knows which are under way. */
export class CallRunner {
  readonly #aborts = new AbortFanOut();
  readonly #underWay = new Set<UnderWay>();
  #closed = false;

  /**
   * Does the work, unless the caller's signal, the deadline or the end of the client comes first.
   *
   * @throws {@link KaizenClosedError}, {@link KaizenAbortError}, {@link KaizenTimeoutError}, and
   * whatever the work throws.
   */
  async run<T>(limits: CallLimits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { method, signal } = limits;
    if (this.#closed) throw refusedByClose(method);
    if (signal?.aborted) throw aborted(method, signal);
    const call = new StoppableCall<T>();
    const release = this.#limit(call, limits);
    try {
      return await call.begin(work);
    } finally {
      release();
    }
  }

  /** Refuses new calls, waits for those under way, and ends what is left after the grace time. */
  async drain(graceMs: number): Promise<void> {
    this.#closed = true;
    if (this.#underWay.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise((resolve) => (timer = setTimeout(resolve, graceMs)));
    await Promise.race([
      Promise.allSettled([...this.#underWay].map((call) => call.outcome)),
      grace,
    ]);
    clearTimeout(timer);
    for (const call of this.#underWay) call.stop(endedByClose(graceMs));
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
    };
  }
}
