import type { CacheState } from '../../transport/kaizen-transport.js';

/** What a tier had for a key. */
export interface Found {
  /** What is kept there, whatever it is; `undefined` for nothing. */
  readonly value?: unknown;
  /** Whether the tier could not be asked. */
  readonly isFailed?: boolean;
  /** Whether it is from this process's own memory, where nobody else writes. */
  readonly isOwn?: boolean;
}

/** A place where entries are kept. No method ever throws or rejects. */
export interface CacheTier {
  /** How its store stands, as far as is known. */
  readonly state: CacheState;
  /** Settles when the store may be asked, or is known not to answer. */
  readonly ready?: Promise<void> | undefined;
  /** What is kept under a key; at once, or within the time box. */
  read(key: string): Found | Promise<Found>;
  /** Keeps an entry. Nobody waits for it. */
  write(key: string, entry: string, ttlMs: number): void;
  /** Has an entry that was read, and has proved right, nearer at hand for the next time. */
  takeOver?(key: string, entry: string): void;
  /** Asks the store whether it is there, within the time box. */
  probe(): Promise<void>;
  /** Waits for what is being written, within the time box, and lets go of a store that is the client's own. */
  close(): Promise<void>;
}
