import { AbortFanOut } from '../../client/abort-fan-out.js';

/** Many calls at once may share a caller's signal. */
const callers = new AbortFanOut();

/** What ends a routed stream from outside: its caller's signal, or its being left. */
export class StreamEnd {
  readonly #controller = new AbortController();
  readonly #letGo: (() => void) | undefined;

  constructor(caller?: AbortSignal) {
    if (caller?.aborted) this.#controller.abort(caller.reason);
    else
      this.#letGo =
        caller && callers.subscribe(caller, () => this.#controller.abort(caller.reason));
  }

  /** Aborts when the stream has to end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Nobody reads the stream any more. */
  leave(): void {
    this.#letGo?.();
    this.#controller.abort();
  }
}

/** Ends the stream of one target that does not begin in time. */
export class StartClock {
  readonly #late = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;
  /** Aborts when the stream has to end, or has not begun in time. */
  readonly signal: AbortSignal;

  /** @param limitMs How long it may take to begin; without it, any time. */
  constructor(
    private readonly end: AbortSignal,
    readonly limitMs?: number,
  ) {
    this.signal = AbortSignal.any([end, this.#late.signal]);
    if (limitMs !== undefined) this.#timer = setTimeout(() => this.#late.abort(), limitMs);
  }

  /** Whether the stream was given up for this. */
  get isLate(): boolean {
    return this.#late.signal.aborted && !this.end.aborted;
  }

  /** It has begun, or it is over. */
  stop(): void {
    clearTimeout(this.#timer);
  }
}
