import type { ClientRequest } from 'node:http';
import { Readable } from 'node:stream';
import { whenReady } from '../sockets/request-clock.js';

/** No more is handed on at once, so that the progress of an upload can be seen. */
const PIECE_BYTES = 64 * 1024;

/** The body of one request, made of bytes that come. They are asked for once there is a connection. */
export class UploadBody extends Readable {
  #begin!: () => void;
  readonly #begun = new Promise<void>((resolve) => (this.#begin = resolve));
  #to: ClientRequest | undefined;
  #rest: Uint8Array = new Uint8Array();

  /** @param nextBytes The next bytes, and none at the end. */
  constructor(private readonly nextBytes: () => Promise<Uint8Array | undefined>) {
    super();
  }

  /** axios hands its bodies over so. */
  override pipe<T extends NodeJS.WritableStream>(to: T, options?: { end?: boolean }): T {
    this.#to = to as unknown as ClientRequest;
    whenReady(this.#to, this.#begin);
    return super.pipe(to, options);
  }

  /** Node asks for more. */
  override _read(): void {
    void this.#pull();
  }

  /** A request that is left with half a body would wait for the rest, and hold its socket. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // Of an error axios tells the request.
    if (!error && !this.readableEnded) this.#to?.destroy();
    done(error);
  }

  async #pull(): Promise<void> {
    try {
      await this.#begun;
      if (this.destroyed) return;
      const bytes = this.#rest.length > 0 ? this.#rest : await this.nextBytes();
      if (this.destroyed) return;
      this.#rest = bytes?.subarray(PIECE_BYTES) ?? this.#rest;
      this.push(bytes?.subarray(0, PIECE_BYTES) ?? null);
    } catch (error) {
      this.destroy(error as Error);
    }
  }
}
