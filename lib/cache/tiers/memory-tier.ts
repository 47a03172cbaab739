import { BoundedMemory } from '../bounded-memory.js';
import type { CacheTier, Found } from './cache-tier.js';

const NOTHING: Found = {};

/** Entries in this process's memory. */
export class MemoryTier implements CacheTier {
  readonly state = 'up';
  readonly #memory: BoundedMemory;

  /** @param maxBytes What it may take up. */
  constructor(maxBytes: number) {
    this.#memory = new BoundedMemory(maxBytes);
  }

  /** {@inheritDoc CacheTier.read} */
  read(key: string): Found {
    const value = this.#memory.use(key);
    return value === undefined ? NOTHING : { value, isOwn: true };
  }

  /** {@inheritDoc CacheTier.write} */
  write(key: string, entry: string, ttlMs: number): void {
    this.#memory.set(key, entry, ttlMs);
  }

  /** {@inheritDoc CacheTier.probe} */
  probe(): Promise<void> {
    return Promise.resolve();
  }

  /** {@inheritDoc CacheTier.close} */
  close(): Promise<void> {
    this.#memory.clear();
    return Promise.resolve();
  }
}
