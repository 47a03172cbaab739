import type { CacheState } from '../../transport/kaizen-transport.js';
import type { StoreLink } from '../stores/store-link.js';
import type { CacheTier, Found } from './cache-tier.js';
import { inTime, TooLate } from './in-time.js';
import { Outage } from './outage.js';
import { isOfValue, reasonOf, refusesWrites } from './reason-of.js';

/** Who is told how a store does: once for each outage. */
export interface OutageReport {
  /** @param reason A code or a few words, without anything from the store. */
  readonly failed: (reason: string) => void;
  readonly recovered: () => void;
}

/** What a store may do. */
export interface StoreLimits {
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** What is longer than this is no entry that is of use. */
  readonly largestCharacters: number;
}

const FAILED: Found = { isFailed: true };
/** Asked for when it is only of interest whether the store answers. */
const PROBE_KEY = 'kaizen:probe';

/**
 * Entries in a store that may be slow, hang, fail or lie. Whatever it does, nobody waits longer than the time
 * box; once it has failed it is left alone, and asked now and then, while no call waits for that.
 */
export class StoreTier implements CacheTier {
  readonly #reading = new Outage();
  readonly #writing = new Outage();
  readonly #underWay = new Set<Promise<void>>();
  #reads = 0;
  #isStarting: boolean;
  /** Whether a call has waited in vain for the store to be there: one is enough. */
  #hasWaited = false;
  #isTold = false;

  constructor(
    private readonly store: StoreLink,
    private readonly limits: StoreLimits,
    private readonly report: OutageReport,
  ) {
    this.#isStarting = store.ready !== undefined;
    void store.ready?.then(() => (this.#isStarting = false));
    store.onFailure?.((error) => this.#swallowed(error));
  }

  /** {@inheritDoc CacheTier.state} */
  get state(): CacheState {
    return this.#reading.isOn || this.#writing.isOn ? 'down' : 'up';
  }

  /** {@inheritDoc CacheTier.ready} */
  get ready(): Promise<void> | undefined {
    return this.store.ready;
  }

  /** {@inheritDoc CacheTier.read} */
  read(key: string): Found | Promise<Found> {
    if (this.#isStarting && this.#hasWaited) return FAILED;
    if (!this.#reading.isOn) return this.#ask(key);
    if (this.#reading.mayTry()) void this.#ask(PROBE_KEY);
    return FAILED;
  }

  /** {@inheritDoc CacheTier.write} */
  write(key: string, entry: string, ttlMs: number): void {
    if (this.#reading.isOn || !this.#writing.mayTry()) return;
    const writing = this.#write(key, entry, ttlMs);
    this.#underWay.add(writing);
    void writing.then(() => this.#underWay.delete(writing));
  }

  /** {@inheritDoc CacheTier.probe} */
  async probe(): Promise<void> {
    await this.#ask(PROBE_KEY);
  }

  /** {@inheritDoc CacheTier.close} */
  async close(): Promise<void> {
    await inTime(Promise.all(this.#underWay), this.limits.timeoutMs).catch(ignore);
    this.store.close();
  }

  async #ask(key: string): Promise<Found> {
    const startedAt = performance.now();
    this.#reads += 1;
    const asked = this.#get(key);
    try {
      const value = await inTime(asked, this.limits.timeoutMs);
      this.#reading.succeeded(startedAt);
      this.#tellRecovery();
      return { value };
    } catch (error) {
      // What it keeps there is garbage to the store itself: it works, and the entry is to be written anew.
      if (isOfValue(error)) return { value: error };
      this.#fails(this.#reading, error);
      if (error instanceof TooLate) asked.then((late) => this.#discard(key, late)).catch(ignore);
      return FAILED;
    } finally {
      this.#reads -= 1;
    }
  }

  /** The first answers wait for the store to be there, for as long as they may wait at all. */
  async #get(key: string): Promise<unknown> {
    if (this.#isStarting) await this.store.ready;
    return this.store.get(key);
  }

  /** What is so large that it came too late would hold up every call for it. */
  #discard(key: string, value: unknown): unknown {
    const { largestCharacters } = this.limits;
    if (typeof value !== 'string' || value.length <= largestCharacters) return undefined;
    return this.store.set(key, '', 1);
  }

  async #write(key: string, entry: string, ttlMs: number): Promise<void> {
    try {
      if (this.#isStarting) await this.store.ready;
      const startedAt = performance.now();
      await inTime(Promise.resolve(this.store.set(key, entry, ttlMs)), this.limits.timeoutMs);
      this.#writing.succeeded(startedAt);
      this.#tellRecovery();
    } catch (error) {
      this.#fails(this.#writing, error);
    }
  }

  /** A failure of which the store does not say what it concerns. */
  #swallowed(error: unknown): void {
    if (isOfValue(error)) return;
    const isWriting = this.#reads === 0 && this.#underWay.size > 0;
    this.#fails(isWriting || refusesWrites(error) ? this.#writing : this.#reading, error);
  }

  #fails(outage: Outage, error: unknown): void {
    // It has not been there yet, and may still come.
    this.#hasWaited = true;
    if (this.#isStarting) return;
    outage.failed();
    if (this.#isTold) return;
    this.#isTold = true;
    this.report.failed(reasonOf(error, this.limits.timeoutMs));
  }

  #tellRecovery(): void {
    if (!this.#isTold || this.state === 'down') return;
    this.#isTold = false;
    this.report.recovered();
  }
}

function ignore(): void {
  // Nobody is waiting for it.
}
