import { AbortFanOut } from '../../client/abort-fan-out.js';

/** Why a call was ended from outside. */
export type CallEnd = 'abort' | 'timeout';

/** Many calls at once may share a caller's signal. */
const callers = new AbortFanOut();

/** One signal for the caller's and the deadline, which remembers which of them it was. */
export class CallClock {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #endsAt: number;
  #ended: CallEnd | undefined;
  #letGo: (() => void) | undefined;

  constructor(
    readonly timeoutMs: number,
    caller?: AbortSignal,
  ) {
    this.#caller = caller;
    this.#endsAt = performance.now() + timeoutMs;
    this.#timer = setTimeout(() => this.#end('timeout'), timeoutMs);
    if (caller?.aborted) this.giveUp();
    else this.#letGo = caller && callers.subscribe(caller, () => this.giveUp());
  }

  /** Aborts when the call has to end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why it had to end; `undefined` while it has not. */
  get ended(): CallEnd | undefined {
    return this.#ended;
  }

  /** What is left of the time, in milliseconds. */
  get remainingMs(): number {
    return this.#endsAt - performance.now();
  }

  /** The reason that the caller's signal gave. */
  get reason(): unknown {
    return this.#caller?.reason as unknown;
  }

  /** The caller does not want to hear more, as if its signal had aborted. */
  giveUp(): void {
    this.#end('abort');
  }

  /** The call is over: nothing is waited for any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#letGo?.();
  }

  #end(why: CallEnd): void {
    this.#ended ??= why;
    this.stop();
    this.#controller.abort();
  }
}
