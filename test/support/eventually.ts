import { setTimeout as sleep } from 'node:timers/promises';

/** Longer by far than anything that is waited for takes, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Waits until something is so, which the next turns of the loop bring about. */
export async function eventually(isSo: () => boolean, patienceMs = PATIENCE_MS): Promise<void> {
  const until = performance.now() + patienceMs;
  while (!isSo()) {
    if (performance.now() > until)
      throw new Error(`Not so after ${patienceMs} ms: ${String(isSo)}`);
    await sleep(2);
  }
}
