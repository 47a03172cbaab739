import { types } from 'node:util';
import type { Readable } from 'node:stream';
import { KaizenFormatError } from '../../../errors/format.error.js';
import { KaizenStreamError } from '../../../errors/stream.error.js';
import { type KtofSource, wrongType } from '../../../ktof/stream/source.js';
import { END, SourceReader } from '../../../ktof/stream/source-reader.js';
import { UploadBody } from './upload-body.js';

/** So much of a text is kept, and a bit more to tell that there was more: see `quoteFor`. */
const KEPT_UNITS = 256 * 1024 + 1;
const HIGH_SURROGATE = /[\uD800-\uDBFF]$/;

/** A source that is sent while it comes. It is asked for a chunk when there is room for it. */
export class Upload {
  /** Whether the source has been asked for anything: it can be read only once. */
  isTaken = false;
  /** What the source, or a chunk of it, is wrong with. */
  failure: unknown;
  /** The beginning of what was sent, for what must not get into an error. */
  sentText = '';
  readonly #reader: SourceReader;
  #body: UploadBody | undefined;
  /** The first half of a character of two. */
  #half = '';

  /** @param signal Ends the wait for a chunk. */
  constructor(source: KtofSource, signal: AbortSignal) {
    this.#reader = new SourceReader(source, signal);
  }

  /** The body of a request. That of a request before, which came to nothing, is let go of. */
  open(): Readable {
    this.#body?.destroy();
    this.#body = new UploadBody(() => this.#take());
    return this.#body;
  }

  /** Lets go of the source, whatever it is doing. */
  async close(): Promise<void> {
    this.#body?.destroy();
    this.#reader.stop();
    await this.#reader.close();
  }

  async #take(): Promise<Uint8Array | undefined> {
    try {
      if (!this.isTaken) this.#reader.open();
      this.isTaken = true;
      for (
        let chunk = await this.#reader.next();
        chunk !== END;
        chunk = await this.#reader.next()
      ) {
        const bytes = this.#bytesOf(chunk);
        if (bytes.length > 0) return bytes;
      }
      if (this.#half !== '') throw halfCharacter();
      return undefined;
    } catch (error) {
      this.failure = told(error);
      throw this.failure;
    }
  }

  #bytesOf(chunk: unknown): Uint8Array {
    if (typeof chunk === 'string') return this.#bytesOfText(chunk);
    if (!types.isUint8Array(chunk)) {
      throw wrongType('A chunk of the stream', chunk, 'a string or a Uint8Array');
    }
    if (this.#half !== '') throw halfCharacter();
    // The source may use its memory again before this has been sent.
    const bytes = Buffer.from(chunk);
    this.#keep(() => bytes.toString());
    return bytes;
  }

  #bytesOfText(chunk: string): Uint8Array {
    const text = this.#half + chunk;
    this.#half = HIGH_SURROGATE.test(text) ? text.slice(-1) : '';
    const whole = this.#half === '' ? text : text.slice(0, -1);
    if (!whole.isWellFormed()) throw halfCharacter();
    this.#keep(() => whole);
    return Buffer.from(whole);
  }

  #keep(text: () => string): void {
    const room = KEPT_UNITS - this.sentText.length;
    if (room > 0) this.sentText += text().slice(0, room);
  }
}

function halfCharacter(): KaizenFormatError {
  return new KaizenFormatError('Half of a surrogate pair', 1, 1, 'text that UTF-8 can carry');
}

/** What came of the values before is valid; of those that were sent last, none may have come. */
function told(error: unknown): unknown {
  if (!(error instanceof KaizenStreamError)) return error;
  const message =
    'The source of the stream failed before its end. The values that came are valid, and more may have been sent; ' +
    'see the cause, and read again from a new source.';
  return new KaizenStreamError(message, { cause: error.cause });
}
