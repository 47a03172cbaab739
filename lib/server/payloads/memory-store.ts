import { BoundedMemory } from '../../cache/bounded-memory.js';
import type { KaizenPayloadStore } from '../options/store-options.js';
import { refusal } from '../refusals/refusal.js';

/** Prompts in this process's memory, up to a number of bytes: the oldest make room for new ones. */
export class MemoryStore implements KaizenPayloadStore {
  readonly #memory: BoundedMemory;

  constructor(maxBytes: number) {
    this.#memory = new BoundedMemory(maxBytes);
  }

  /** How many bytes are kept. */
  get bytes(): number {
    return this.#memory.bytes;
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#memory.get(key));
  }

  set(key: string, value: string, ttlMs: number): Promise<void> {
    if (this.#memory.set(key, value, ttlMs)) return Promise.resolve();
    return Promise.reject(tooLarge());
  }
}

function tooLarge(): Error {
  return refusal('too_large', 'The prompt is too large to be stored. Send it without `store`.');
}
