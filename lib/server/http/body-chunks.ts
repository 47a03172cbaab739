import type { IncomingMessage } from 'node:http';
import { cutOff, tooLarge, tooSlow } from './body-refusals.js';

/** What a body that is read bit by bit may be, and who is told of it. */
export interface ChunkLimits {
  /** The most bytes of it in all. */
  readonly maxBytes: number;
  /** How long to wait for the next bytes, in milliseconds. */
  readonly idleMs: number;
  /** Told of bytes as they are read; it may throw. */
  readonly onBytes: (count: number) => void;
  /** Has its turn whenever there is nothing to read. Reading goes on when it is done. */
  readonly beforeWait: () => Promise<void>;
}

/** The body of a request, read bit by bit: nothing is taken that nobody asks for. */
export class BodyChunks implements AsyncIterableIterator<Buffer> {
  private bytes = 0;
  private wake: () => void = ignore;

  /** @throws Refusal for a body that says to be too large. */
  constructor(
    private readonly request: IncomingMessage,
    private readonly limits: ChunkLimits,
  ) {
    if (Number(request.headers['content-length'] ?? 0) > limits.maxBytes)
      throw tooLarge(limits.maxBytes);
    for (const event of EVENTS) request.on(event, this.onEvent);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /**
   * The next bytes.
   *
   * @throws Refusal for a body that is too large, too slow, or cut off.
   */
  async next(): Promise<IteratorResult<Buffer, undefined>> {
    try {
      return await this.take();
    } catch (error) {
      // What is left of the body can then be passed over.
      void this.return();
      throw error;
    }
  }

  private async take(): Promise<IteratorResult<Buffer, undefined>> {
    const value = this.read() ?? (await this.arrival());
    if (value === null) return { done: true, value: undefined };
    this.bytes += value.length;
    if (this.bytes > this.limits.maxBytes) throw tooLarge(this.limits.maxBytes);
    this.limits.onBytes(value.length);
    return { done: false, value };
  }

  /** Reads no more, and lets go of the request. The connection stays. */
  return(): Promise<IteratorResult<Buffer, undefined>> {
    const { request } = this;
    for (const event of EVENTS) request.off(event, this.onEvent);
    // An error of a connection that nobody reads from any more must not end the process.
    request.once('error', ignore);
    this.wake();
    return Promise.resolve({ done: true, value: undefined });
  }

  private read(): Buffer | null {
    return this.request.read() as Buffer | null;
  }

  private readonly onEvent = (): void => this.wake();

  private async arrival(): Promise<Buffer | null> {
    await this.limits.beforeWait();
    const { request } = this;
    for (let chunk = this.read(); ; chunk = this.read()) {
      if (chunk !== null) return chunk;
      if (request.readableEnded) return null;
      if (request.destroyed) throw cutOff();
      if (!(await this.hears())) throw tooSlow();
    }
  }

  /** Waits for an event; whether there was one in time. */
  private hears(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), this.limits.idleMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}

const EVENTS = ['readable', 'end', 'close', 'error'] as const;

function ignore(): void {
  // Nobody waits.
}
