/** A store that may be slow or fail, as the cache uses it. */
export interface StoreLink {
  /** Settles when the store may be asked for the first time, or has failed to be there. Never rejects. */
  readonly ready?: Promise<void>;
  /** What is kept under a key; `undefined` or `null` for nothing. */
  get(key: string): unknown;
  /** Keeps a text for a time, in milliseconds. */
  set(key: string, text: string, ttlMs: number): unknown;
  /** Has failures told that the store itself swallows. */
  onFailure?(tell: (error: unknown) => void): void;
  /** Lets go of the store, and ends it if it is the client's own. */
  close(): void;
}
