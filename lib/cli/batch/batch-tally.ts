import type { Answer } from '../client/answer.js';

/** What has come of a batch so far. */
export class BatchTally {
  done = 0;
  failed = 0;
  originalBytes = 0;
  bytesSaved = 0;
  /** Of all models that were asked for, by their names. */
  readonly tokensSaved = new Map<string, number>();
  /** How much of the input has been worked on. */
  inputBytes = 0;
  private readonly began = performance.now();

  /** Counts an item that has its answer. */
  succeeded({ stats, tokenStats = {} }: Answer): void {
    this.done++;
    this.originalBytes += stats?.originalBytes ?? 0;
    this.bytesSaved += stats?.bytesSaved ?? 0;
    for (const [model, { tokensSaved }] of Object.entries(tokenStats)) {
      this.tokensSaved.set(model, (this.tokensSaved.get(model) ?? 0) + tokensSaved);
    }
  }

  /** Counts an item that failed. */
  failedOne(): void {
    this.done++;
    this.failed++;
  }

  /** How long it has taken, in seconds. */
  get seconds(): number {
    return (performance.now() - this.began) / 1000;
  }
}
