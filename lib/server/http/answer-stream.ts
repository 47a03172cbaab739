import { refusal } from '../refusals/refusal.js';
import type { Exchange } from './exchange.js';

/** What is written at once. */
const PIECE_BYTES = 65_536;

/** An answer whose body is written bit by bit, no faster than it is read. */
export class AnswerStream {
  /** What figures tell of it; an answer may begin well and end badly. */
  status = 200;
  #isBegun = false;

  /**
   * @param open Sends the head. It is called before the first bytes are written.
   * @param idleMs How long to wait for a client that does not read, in milliseconds.
   */
  constructor(
    private readonly exchange: Exchange,
    private readonly open: () => void,
    private readonly idleMs: number,
  ) {}

  /** Whether the head is on its way: nothing else can be answered any more. */
  get isBegun(): boolean {
    return this.#isBegun;
  }

  /**
   * Writes bytes, piece by piece, and waits for each until there is room for more: who reads slowly takes
   * a piece in time where a large whole would look as if nobody read.
   *
   * @throws Refusal when the client has gone away, or does not read in time: it is cut off then.
   */
  async write(bytes: Uint8Array | string): Promise<void> {
    const whole = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    for (let start = 0; start < whole.length; start += PIECE_BYTES) {
      await this.writePiece(whole.subarray(start, start + PIECE_BYTES));
    }
  }

  /** Ends the answer, and waits until all of it is on its way. Throws as {@link write} does. */
  async end(): Promise<void> {
    if (this.exchange.isGone) throw gone();
    this.begin();
    this.exchange.response.end();
    if (!this.exchange.response.writableFinished) await this.until('finish');
  }

  private async writePiece(piece: Uint8Array): Promise<void> {
    const { exchange } = this;
    if (exchange.isGone) throw gone();
    this.begin();
    if (!exchange.response.write(piece)) await this.until('drain');
  }

  private begin(): void {
    if (this.#isBegun) return;
    this.open();
    this.#isBegun = true;
  }

  private async until(event: 'drain' | 'finish'): Promise<void> {
    const { response } = this.exchange;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        response.off(event, wake);
        response.off('close', wake);
        resolve();
      };
      const timer = setTimeout(() => {
        response.destroy();
        // A response that waits behind another one on its connection says nothing of its end.
        wake();
      }, this.idleMs);
      response.on(event, wake);
      response.on('close', wake);
    });
    if (this.exchange.isGone && !response.writableFinished) throw gone();
  }
}

function gone(): Error {
  return refusal('client_closed', 'The client went away, or did not read its answer.');
}
