import { Decoder } from '../decode/decoder.js';
import type { LineReader } from '../decode/line-reader.js';
import { holdsOuterLine } from '../decode/outer-line.js';
import type { ResolvedDecodeOptions } from '../decode-options.js';
import type { Place } from './place.js';
import type { TextFeed } from './text-feed.js';

/**
 * Hands a text on in whole lines as it comes, so that the decoder never sees half of one.
 *
 * Chunks are put together once a line, or a block of lines, is complete: the work stays linear
 * however small they are.
 */
export class LineFeed {
  /** The start of a line whose end is still to come. */
  private tail: string[] = [];
  /** Whole lines that the decoder does not have yet, without the line break behind the last. */
  private queue: string[] = [];
  private hasLast = false;
  /** Whether the text ends inside of a line, and inside of a block: either may have been longer. */
  private endsInLine = false;
  private endsInBlock = false;

  private readonly lines: LineReader;
  /** Reads what is there, and never more. */
  readonly decoder: Decoder;

  constructor(
    private readonly feed: TextFeed,
    options: ResolvedDecodeOptions,
  ) {
    this.sort();
    this.decoder = new Decoder(this.takeQueue(), options);
    this.lines = this.decoder.scope.lines;
  }

  /** Whether there is no line to peek at yet, though one may follow. */
  needsMore(): boolean {
    for (;;) {
      if (this.lines.peek() !== undefined) return false;
      this.sort();
      if (this.queue.length === 0) return !this.feed.isEnded;
      this.lines.append(this.takeQueue());
    }
  }

  /** Waits until all lines below a line with this indent are there, and the line behind them. */
  *block(indent: number): Generator<undefined, void> {
    let isComplete = this.lines.endsBlock(indent);
    let seen = 0;
    for (;;) {
      this.sort();
      while (!isComplete && seen < this.queue.length) {
        isComplete = holdsOuterLine(this.queue[seen++]!, 0, indent);
      }
      if (isComplete || this.feed.isEnded) break;
      yield;
    }
    this.endsInBlock ||= !isComplete;
    if (this.queue.length > 0) this.lines.append(this.takeQueue());
  }

  /** Waits until all lines are there. */
  *rest(): Generator<undefined, void> {
    while (!this.feed.isEnded) yield;
    this.sort();
    if (this.queue.length > 0) this.lines.append(this.takeQueue());
  }

  /** Whether what was read last might have been longer, had the text not ended there. */
  get mayBeCut(): boolean {
    if (this.endsInBlock) return true;
    return this.endsInLine && this.queue.length === 0 && this.lines.isRead;
  }

  /** Where the next character will stand. */
  place(): Place {
    let line = this.lines.lineCount + 1;
    for (const text of this.queue) line += text.split('\n').length;
    return { line, column: this.tail.join('').length + 1 };
  }

  /** Sorts what has come into whole lines and the start of one. */
  private sort(): void {
    for (const text of this.feed.take()) {
      const lastBreak = text.lastIndexOf('\n');
      if (lastBreak >= 0) {
        this.tail.push(text.slice(0, lastBreak));
        this.queue.push(this.tail.join(''));
        this.tail = [];
      }
      if (lastBreak + 1 < text.length) this.tail.push(text.slice(lastBreak + 1));
    }
    if (!this.feed.isEnded || this.hasLast) return;
    // The last line has no line break behind it; it is empty when the text ends in one.
    this.hasLast = true;
    this.endsInLine = this.tail.length > 0;
    this.queue.push(this.tail.join(''));
    this.tail = [];
  }

  private takeQueue(): string {
    const text = this.queue.length === 1 ? this.queue[0]! : this.queue.join('\n');
    this.queue = [];
    this.feed.holds(this.tail.join(''));
    return text;
  }
}
