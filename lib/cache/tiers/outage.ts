/** How long a store that has failed is left alone at first and at most, in milliseconds. */
const LEAVE_ALONE_MS = 1000;
const LONGEST_MS = 60_000;
/** A store that fails again so soon, in milliseconds, had not recovered: it is left alone twice as long. */
const SOON_MS = 5000;

/** Whether a store fails at the moment, and when it may be tried again. */
export class Outage {
  #isOn = false;
  #failedAt = 0;
  #triesAgainAt = 0;
  #recoveredAt = -Infinity;
  #leaveAloneMs = LEAVE_ALONE_MS;

  /** Whether it fails. */
  get isOn(): boolean {
    return this.#isOn;
  }

  /** Whether it may be asked. In an outage it is left alone for a while, then one may try, then one more. */
  mayTry(): boolean {
    if (!this.#isOn) return true;
    const now = performance.now();
    if (now < this.#triesAgainAt) return false;
    this.#triesAgainAt = now + this.#leaveAloneMs;
    return true;
  }

  /** It has failed. */
  failed(): void {
    this.#failedAt = performance.now();
    if (!this.#isOn) this.#begin();
    this.#triesAgainAt = this.#failedAt + this.#leaveAloneMs;
  }

  /** It has done what it was asked at that time: what was asked before it failed says nothing of now. */
  succeeded(startedAt: number): void {
    if (!this.#isOn || startedAt <= this.#failedAt) return;
    this.#isOn = false;
    this.#recoveredAt = performance.now();
  }

  #begin(): void {
    this.#isOn = true;
    const isSoon = this.#failedAt - this.#recoveredAt < SOON_MS;
    this.#leaveAloneMs = isSoon ? Math.min(2 * this.#leaveAloneMs, LONGEST_MS) : LEAVE_ALONE_MS;
  }
}
