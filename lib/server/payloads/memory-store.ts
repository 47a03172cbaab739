import { type KaizenPayloadStore } from '../options/store-options.js';
import { refusal } from '../refusals/refusal.js';

interface Entry {
  readonly value: string;
  readonly bytes: number;
  readonly expiresAt: number;
}

/** About what an entry costs beside its text: the key, and the bookkeeping. */
const ENTRY_BYTES = 200;

/** Texts in this process's memory, up to a number of bytes: the oldest make room for new ones. */
export class MemoryStore implements KaizenPayloadStore {
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** How many bytes are kept. */
  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Promise<string | undefined> {
    const entry = this.#entries.get(key);
    if (entry && entry.expiresAt > Date.now()) return Promise.resolve(entry.value);
    this.#drop(key);
    return Promise.resolve(undefined);
  }

  set(key: string, value: string, ttlMs: number): Promise<void> {
    const bytes = ENTRY_BYTES + 2 * value.length;
    if (bytes > this.maxBytes) return Promise.reject(tooLarge());
    this.#drop(key);
    this.#entries.set(key, { value, bytes, expiresAt: Date.now() + ttlMs });
    this.#bytes += bytes;
    this.#makeRoom();
    return Promise.resolve();
  }

  #makeRoom(): void {
    for (const key of this.#entries.keys()) {
      if (this.#bytes <= this.maxBytes) return;
      this.#drop(key);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}

function tooLarge(): Error {
  return refusal('too_large', 'The prompt is too large to be stored. Send it without `store`.');
}
