/** Finds the longest time in which the event loop could not turn. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const SETTLE_MS = 30;

/**
 * Runs a call and watches the loop meanwhile, in two ways: Node's own monitor, and a timer of 1 ms
 * that sees how late it comes. The longer one counts.
 *
 * @returns What the call gave, how long it took and the longest stall, in milliseconds.
 */
export async function watch(call) {
  const timer = new LateTimer();
  const monitor = monitorEventLoopDelay({ resolution: 1 });
  monitor.enable();
  // The monitor's first reading is not counted: it must not be the one that matters.
  await sleep(SETTLE_MS);
  timer.longest = 0;
  const began = performance.now();
  const result = await call();
  const tookMs = performance.now() - began;
  await sleep(SETTLE_MS);
  monitor.disable();
  timer.stop();
  return { result, tookMs, stallMs: Math.max(timer.longest, monitor.max / 1e6) };
}

class LateTimer {
  longest = 0;
  #last = performance.now();
  #timer = setTimeout(() => this.#tick(), 1);

  #tick() {
    const now = performance.now();
    this.longest = Math.max(this.longest, now - this.#last);
    this.#last = now;
    this.#timer = setTimeout(() => this.#tick(), 1);
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
