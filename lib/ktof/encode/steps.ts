/**
 * Work in small steps, each a fraction of a millisecond: whoever does it may let others have their
 * turn in between. The result comes with the last.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Lists with fewer items are dealt with in one step. */
const LONG = 256;

/** Whether a list takes steps of its own. */
export function isLong({ length }: { readonly length: number }): boolean {
  return length >= LONG;
}

/** Does all steps in one go. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** How many items one step deals with. */
export const STEP = 128;

/** Tells where a step ends in work on very many things. */
export class Beat {
  private count = 0;

  /**
   * Whether a step ends here; to be asked in between.
   *
   * @param done How many things have been dealt with since.
   */
  isDue(done = 1): boolean {
    this.count += done;
    if (this.count < STEP) return false;
    this.count = 0;
    return true;
  }
}

/** Whether all items pass a test. */
export function* everyInSteps<T>(
  items: readonly T[],
  test: (item: T) => boolean,
  beat: Beat,
): Steps<boolean> {
  for (let from = 0; from < items.length; from += STEP) {
    const to = Math.min(from + STEP, items.length);
    if (!everyInRange(items, test, from, to)) return false;
    if (beat.isDue(to - from)) yield;
  }
  return true;
}

/** A function of its own: a generator that runs so often would be slow. */
function everyInRange<T>(
  items: readonly T[],
  test: (item: T) => boolean,
  from: number,
  to: number,
): boolean {
  for (let index = from; index < to; index++) if (!test(items[index]!)) return false;
  return true;
}
