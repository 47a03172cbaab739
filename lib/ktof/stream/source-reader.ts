import { KaizenAbortError } from '../../errors/abort.error.js';
import { KaizenFormatError } from '../../errors/format.error.js';
import { KaizenStreamError } from '../../errors/stream.error.js';
import { type KtofSource, type OpenSource, openSource } from './source.js';

/** What a reader gives when there is no chunk any more. */
export const END = Symbol('end');

/** Reads the chunks of a source when asked to, and lets go of it when nobody wants more. */
export class SourceReader {
  private source: OpenSource | undefined;
  private state: 'ended' | 'idle' | 'busy' = 'idle';
  private resolve: ((end: typeof END) => void) | undefined;
  private reject: ((error: unknown) => void) | undefined;
  /** True once {@link stop} was called. */
  isStopped = false;

  /** @param signal Ends the wait for a chunk when it aborts. */
  constructor(
    private readonly from: KtofSource,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Begins to listen to the signal. Throws `KaizenAbortError` when it has aborted already. */
  open(): void {
    this.throwIfAborted();
    this.signal?.addEventListener('abort', this.abort);
  }

  /** Throws `KaizenAbortError` once the signal has aborted. */
  throwIfAborted(): void {
    if (this.signal?.aborted) throw endedBySignal(this.signal);
  }

  /**
   * The next chunk, or {@link END}.
   *
   * Rejects with `KaizenStreamError` when the source fails, and with `KaizenAbortError`.
   */
  next(): Promise<unknown> {
    return new Promise<unknown>((resolve, reject) => {
      if (this.isStopped) return resolve(END);
      this.resolve = resolve;
      this.reject = reject;
      this.pull().then(resolve, reject);
    });
  }

  /** Has a wait for a chunk end at once, and every later one, as if the source had ended. */
  stop(): void {
    this.isStopped = true;
    this.resolve?.(END);
  }

  /** Lets go of the source and the signal. Waits for the source unless it owes a chunk. */
  async close(): Promise<void> {
    this.signal?.removeEventListener('abort', this.abort);
    const closed = this.closeSource();
    if (this.state !== 'busy') await closed;
  }

  private readonly abort = (): void => {
    this.reject?.(endedBySignal(this.signal!));
  };

  private async pull(): Promise<unknown> {
    try {
      this.source ??= openSource(this.from);
      this.state = 'busy';
      const { done, value } = await this.source.next();
      this.state = done ? 'ended' : 'idle';
      return done ? END : value;
    } catch (cause) {
      throw this.failed(cause);
    }
  }

  private failed(cause: unknown): unknown {
    if (this.source === undefined && cause instanceof KaizenFormatError) return cause;
    this.state = 'ended';
    const message =
      'The source of the stream failed before its end. What came before was decoded; see the cause, and read again from a new source.';
    return new KaizenStreamError(message, { cause });
  }

  /** What a source throws as it is let go of concerns nobody any more. */
  private async closeSource(): Promise<void> {
    try {
      await this.source?.close(this.state);
    } catch {
      return;
    }
  }
}

/** The error of a stream whose signal has aborted. */
export function endedBySignal(signal: AbortSignal): KaizenAbortError {
  const message =
    'The stream was ended by its signal. To have all of it, read again with a signal that has not aborted.';
  return new KaizenAbortError(message, { cause: signal.reason });
}
