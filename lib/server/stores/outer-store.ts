import { inTime } from '../../cache/tiers/in-time.js';
import { reasonOf } from '../../cache/tiers/reason-of.js';
import { Refusal } from '../refusals/refusal.js';
import { OutageLog } from './outage-log.js';

/** A store that has not answered in this time is not there, in milliseconds. */
const DEADLINE_MS = 3000;

/** A store that is not the server's own. It may hang or fail: nobody waits long, and the log tells it once. */
export class OuterStore {
  private readonly outages: OutageLog;

  /**
   * @param name Its name, as the beginning of a sentence.
   * @param refused What who needs it is told while it fails.
   */
  constructor(
    name: string,
    private readonly refused: string,
  ) {
    this.outages = new OutageLog(name);
  }

  /**
   * What the store answers.
   *
   * @throws Refusal with 503 when it fails, or takes longer than three seconds; and one of the work's own.
   */
  async ask<T>(work: () => Promise<T>): Promise<T> {
    const askedAt = performance.now();
    try {
      const answer = await inTime(work(), DEADLINE_MS);
      this.outages.succeeded(askedAt);
      return answer;
    } catch (cause) {
      if (cause instanceof Refusal) throw cause;
      this.outages.failed(reasonOf(cause, DEADLINE_MS));
      throw new Refusal({ code: 'store_unavailable', message: this.refused }, cause);
    }
  }
}
