import { type LineReader } from '../decode/line-reader.js';
import { holdsOuterLine } from '../decode/outer-line.js';
import { type Place, type TextFeed } from './text-feed.js';

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
  private lines: LineReader | undefined;

  constructor(private readonly feed: TextFeed) {}

  /**
   * Begins to read.
   *
   * @param open Makes a reader of the lines that are there.
   */
  begin(open: (text: string) => LineReader): void {
    this.sort();
    this.lines = open(this.takeQueue());
  }

  /** Whether there is no line to peek at yet, though one may follow. */
  needsMore(): boolean {
    for (;;) {
      if (this.lines!.peek() !== undefined) return false;
      this.sort();
      if (this.queue.length === 0) return !this.feed.isEnded;
      this.lines!.append(this.takeQueue());
    }
  }

  /** Waits until all lines below a line with this indent are there, and the line behind them. */
  *block(indent: number): Generator<undefined, void> {
    let isComplete = this.lines!.endsBlock(indent);
    let seen = 0;
    for (;;) {
      this.sort();
      while (!isComplete && seen < this.queue.length) {
        isComplete = holdsOuterLine(this.queue[seen++]!, 0, indent);
      }
      if (isComplete || this.feed.isEnded) break;
      yield;
    }
    if (this.queue.length > 0) this.lines!.append(this.takeQueue());
  }

  /** Where the next character will stand. */
  place(): Place {
    let line = (this.lines?.lineCount ?? 0) + 1;
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
    if (!this.feed.isEnded || this.tail.length === 0) return;
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
