import type { Readable } from 'node:stream';
import { LineSplitter } from './line-splitter.js';
import { readEvent, type StreamEvent } from './stream-event.js';
import { StreamFaultError } from './stream-fault.js';
import type { StreamLimits } from './stream-limits.js';

/** How long the end of a body is waited for once its last event is there, in milliseconds. */
const END_MS = 50;

/** Reads the events of a body, and of the body no more than the events that are asked for need. */
export class EventReader {
  readonly #body: Readable;
  readonly #chunks: AsyncIterator<Uint8Array, undefined>;
  readonly #splitter: LineSplitter;
  #lines: Iterator<string> = EMPTY;
  #bytes = 0;
  #hasEnded = false;
  #first: StreamEvent | undefined;

  constructor(
    body: Readable,
    private readonly limits: StreamLimits,
  ) {
    this.#body = body;
    this.#chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
    this.#splitter = new LineSplitter(limits.maxLineBytes);
    // When nobody reads any more, nobody has to hear of it.
    body.on('error', () => undefined);
  }

  /** Waits for the first event. It stays the next one. */
  async begin(): Promise<void> {
    this.#first = await this.next();
  }

  /**
   * The next event, if it has come already.
   *
   * @throws {@link StreamFaultError} for a line that is no event.
   */
  take(): StreamEvent | undefined {
    const first = this.#first;
    this.#first = undefined;
    if (first) return first;
    for (let step = this.#lines.next(); !step.done; step = this.#lines.next()) {
      const event = readEvent(step.value, this.limits.content);
      if (event) return event;
    }
    return undefined;
  }

  /**
   * Waits for the next event.
   *
   * @throws {@link StreamFaultError} for a line that is no event and for a body that ends, and what
   * the body throws.
   */
  async next(): Promise<StreamEvent> {
    for (let event = this.take(); ; event = this.take()) {
      if (event) return event;
      if (this.#hasEnded) throw new StreamFaultError(this.#bytes === 0 ? 'empty' : 'incomplete');
      await this.#read();
    }
  }

  /** Waits a moment for the end of the body, so that its connection can be used again. */
  async finish(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const ended = this.#chunks.next().then(
      ({ done = false }) => void (this.#hasEnded = done),
      () => undefined,
    );
    await Promise.race([ended, new Promise((resolve) => (timer = setTimeout(resolve, END_MS)))]);
    clearTimeout(timer);
  }

  /** Lets go of the body: of its connection as well, unless it has been read to its end. */
  close(): void {
    if (!this.#hasEnded) this.#body.destroy();
  }

  async #read(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done) return this.#end();
    this.#bytes += value.length;
    if (this.#bytes > this.limits.maxBytes) throw new StreamFaultError('too-large');
    this.#lines = this.#splitter.push(value)[Symbol.iterator]();
  }

  /** A last line without its line break is an event if it is whole. */
  #end(): void {
    this.#hasEnded = true;
    try {
      this.#first = readEvent(this.#splitter.rest(), this.limits.content);
    } catch {
      // Cut off, and told as that.
    }
  }
}

const EMPTY: Iterator<string> = [][Symbol.iterator]();
