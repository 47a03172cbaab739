/**
 * How long work may go on before the event loop has its turn, in milliseconds. Short enough for a
 * server's other requests, long enough that giving way costs next to nothing.
 */
const SLICE_MS = 5;

/**
 * The event loop's time, shared by all calls of an engine: together they get one slice of each turn
 * of the loop. With a slice for each call, ten calls would hold it ten times as long.
 */
export class LoopShare {
  #sliceBegan?: number;
  readonly #waiting: (() => void)[] = [];

  /** Whether this turn's slice is used up. The first to ask begins it. */
  isSpent(): boolean {
    const now = performance.now();
    if (this.#sliceBegan === undefined) {
      this.#sliceBegan = now;
      setImmediate(() => this.#endTurn());
    }
    return now - this.#sliceBegan >= SLICE_MS;
  }

  /** Waits until a slice has time left. Who waits longest comes first, one in each turn. */
  async next(): Promise<void> {
    while (this.isSpent()) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #endTurn(): void {
    this.#sliceBegan = undefined;
    this.#waiting.shift()?.();
  }
}
