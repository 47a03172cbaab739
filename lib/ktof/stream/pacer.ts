import { setImmediate } from 'node:timers/promises';

/** How long work goes on before others get their turn, in milliseconds. */
const SLICE_MS = 5;
/** How many steps go by between two looks at the clock. */
const STEPS = 4;

/** Lets the event loop have its turn now and then in work that never waits. */
export class Pacer {
  private since = performance.now();
  private steps = 0;

  /** Whether it is time for {@link pause}; to be asked after each step of the work. */
  isDue(): boolean {
    if (++this.steps < STEPS) return false;
    this.steps = 0;
    return performance.now() - this.since > SLICE_MS;
  }

  /** Lets everything run that waits in the event loop. */
  async pause(): Promise<void> {
    await setImmediate();
    this.since = performance.now();
  }
}
