import { isUtf8 } from 'node:buffer';
import { type StreamFault, StreamFaultError } from './stream-fault.js';

const LINE_BREAK = 0x0a;

/**
 * Cuts bytes into lines of text, in time that is linear in their number however they are cut. A
 * character or a line may be spread over any number of chunks.
 */
export class LineSplitter {
  /** The beginning of a line whose end is still to come. */
  #held: Uint8Array[] = [];
  #heldBytes = 0;

  /** @param maxBytes The longest line to take. */
  constructor(private readonly maxBytes: number) {}

  /**
   * The lines that a chunk completes, without their line breaks.
   *
   * @throws {@link StreamFaultError} for a line that is too long or no UTF-8: from here while its end
   * has not come, else from the iterator, when the lines before it have been taken.
   */
  push(chunk: Uint8Array): Iterable<string> {
    const end = chunk.lastIndexOf(LINE_BREAK) + 1;
    if (end === 0) {
      this.#hold(chunk);
      if (this.#heldBytes > this.maxBytes) throw fault('too-large');
      return [];
    }
    const lines = this.#block(chunk.subarray(0, end));
    this.#hold(chunk.subarray(end));
    return linesOf(lines, this.maxBytes);
  }

  /** What stands behind the last line break; no text when it is not UTF-8. */
  rest(): string {
    const rest = this.#block(new Uint8Array());
    return isUtf8(rest) ? rest.toString() : '';
  }

  #hold(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
  }

  #block(bytes: Uint8Array): Buffer {
    const block = Buffer.concat([...this.#held, bytes]);
    this.#held = [];
    this.#heldBytes = 0;
    return block;
  }
}

/** The lines of a block of whole lines: all at once, unless one of them is not right. */
function linesOf(block: Buffer, maxBytes: number): Iterable<string> {
  if (block.length > maxBytes + 1 || !isUtf8(block)) return linesOneByOne(block, maxBytes);
  const lines = block.toString().split('\n');
  lines.pop();
  return lines;
}

function* linesOneByOne(block: Buffer, maxBytes: number): Generator<string, void> {
  for (let start = 0; start < block.length;) {
    const end = block.indexOf(LINE_BREAK, start);
    const line = block.subarray(start, end);
    if (line.length > maxBytes) throw fault('too-large');
    if (!isUtf8(line)) throw fault('invalid-text');
    yield line.toString();
    start = end + 1;
  }
}

function fault(what: StreamFault): StreamFaultError {
  return new StreamFaultError(what);
}
