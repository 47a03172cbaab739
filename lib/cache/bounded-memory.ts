interface Entry {
  readonly value: string;
  readonly bytes: number;
  readonly expiresAt: number;
}

/** About what an entry costs beside its text: the key, and the bookkeeping. */
const ENTRY_BYTES = 200;

/** Texts in this process's memory, up to a number of bytes: the oldest make room for new ones. */
export class BoundedMemory {
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** How many bytes are kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What is kept under a key. */
  get(key: string): string | undefined {
    return this.#living(key)?.value;
  }

  /** As `get`; and the text counts as new, so that others make room first. */
  use(key: string): string | undefined {
    const entry = this.#living(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /**
   * Keeps a text for a time, in milliseconds.
   *
   * @returns Whether there is room for it at all.
   */
  set(key: string, value: string, ttlMs: number): boolean {
    const bytes = ENTRY_BYTES + 2 * value.length;
    this.#drop(key);
    if (bytes > this.maxBytes) return false;
    this.#entries.set(key, { value, bytes, expiresAt: Date.now() + ttlMs });
    this.#bytes += bytes;
    this.#makeRoom();
    return true;
  }

  /** Lets go of everything. */
  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  #living(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry && entry.expiresAt > Date.now()) return entry;
    this.#drop(key);
    return undefined;
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
