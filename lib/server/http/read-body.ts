import type { IncomingMessage } from 'node:http';
import { cutOff, tooLarge, tooSlow } from './body-refusals.js';

/** What a body may be at most. */
export interface BodyLimits {
  readonly maxBytes: number;
  /** How long it may take to arrive, in milliseconds. */
  readonly timeoutMs: number;
  /** Told of bytes as they arrive; it may throw, and the body is refused. */
  readonly onBytes: (count: number) => void;
}

/**
 * Reads the whole body of a request.
 *
 * @throws Refusal for one that is too large, too slow, or cut off.
 */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limits.maxBytes) throw tooLarge(limits.maxBytes);
  return new Promise((resolve, reject) => new BodyReader(request, limits, resolve, reject).read());
}

class BodyReader {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #timer?: NodeJS.Timeout;

  constructor(
    private readonly request: IncomingMessage,
    private readonly limits: BodyLimits,
    private readonly resolve: (body: Buffer) => void,
    private readonly reject: (error: unknown) => void,
  ) {}

  read(): void {
    const { request, limits } = this;
    if (request.destroyed) return this.cutOff();
    this.#timer = setTimeout(() => this.refuse(tooSlow()), limits.timeoutMs);
    request.on('data', this.take);
    request.once('end', this.finish);
    request.once('close', this.cutOff);
    request.once('error', this.cutOff);
  }

  private readonly take = (chunk: Buffer): void => {
    this.#bytes += chunk.length;
    if (this.#bytes > this.limits.maxBytes) return this.refuse(tooLarge(this.limits.maxBytes));
    try {
      this.limits.onBytes(chunk.length);
      this.#chunks.push(chunk);
    } catch (error) {
      this.refuse(error);
    }
  };

  private readonly finish = (): void => {
    this.stop();
    const [first = Buffer.alloc(0), ...others] = this.#chunks;
    this.resolve(others.length === 0 ? first : Buffer.concat(this.#chunks, this.#bytes));
  };

  private readonly cutOff = (): void => {
    this.refuse(cutOff());
  };

  private refuse(error: unknown): void {
    this.stop();
    this.reject(error);
  }

  private stop(): void {
    const { request } = this;
    clearTimeout(this.#timer);
    request.off('data', this.take);
    request.off('end', this.finish);
    request.off('close', this.cutOff);
    request.off('error', this.cutOff);
    // An error of a connection that nobody reads from any more must not end the process.
    request.once('error', () => undefined);
  }
}
