import { type KtofChunk, type KtofSource, openSource } from '../../ktof/stream/source.js';

/** A source that is handed on, and tells when somebody begins to read it. */
export class WatchedSource implements AsyncIterable<KtofChunk> {
  /** @param taken Is told when somebody begins to read it. */
  constructor(
    private readonly source: KtofSource,
    private readonly taken: () => void,
  ) {}

  /** Begins to read it. */
  [Symbol.asyncIterator](): AsyncIterator<KtofChunk, undefined> {
    this.taken();
    const opened = openSource(this.source);
    let state: 'ended' | 'idle' | 'busy' = 'idle';
    return {
      next: async () => {
        state = 'busy';
        const result = await opened.next();
        state = result.done ? 'ended' : 'idle';
        return result as IteratorResult<KtofChunk, undefined>;
      },
      return: async () => {
        await opened.close(state);
        return { done: true, value: undefined };
      },
    };
  }
}
