import type { CacheState } from '../../transport/kaizen-transport.js';
import { remainingMs } from '../entry.js';
import type { CacheTier, Found } from './cache-tier.js';

/** A near tier that is asked first, and a far one whose entries it takes over. */
export class TwoTiers implements CacheTier {
  constructor(
    private readonly near: CacheTier,
    private readonly far: CacheTier,
    private readonly ttlMs: number,
  ) {}

  /** {@inheritDoc CacheTier.state} */
  get state(): CacheState {
    return this.far.state;
  }

  /** {@inheritDoc CacheTier.ready} */
  get ready(): Promise<void> | undefined {
    return this.far.ready;
  }

  /** {@inheritDoc CacheTier.read} */
  read(key: string): Found | Promise<Found> {
    const found = this.near.read(key);
    if (!('then' in found) && found.value !== undefined) return found;
    return this.far.read(key);
  }

  /** {@inheritDoc CacheTier.write} */
  write(key: string, entry: string, ttlMs: number): void {
    this.near.write(key, entry, ttlMs);
    this.far.write(key, entry, ttlMs);
  }

  /** For as long as the far tier keeps it. {@inheritDoc CacheTier.takeOver} */
  takeOver(key: string, entry: string): void {
    this.near.write(key, entry, Math.min(remainingMs(key, entry), this.ttlMs));
  }

  /** {@inheritDoc CacheTier.probe} */
  probe(): Promise<void> {
    return this.far.probe();
  }

  /** {@inheritDoc CacheTier.close} */
  async close(): Promise<void> {
    await Promise.all([this.near.close(), this.far.close()]);
  }
}
