import type { ResolvedEncodeOptions } from '../encode-options.js';

/** Lines joined at once: few enough that the garbage collector never has to copy what they are made of. */
const LINES_AT_ONCE = 250;

/** What the parts of a writer share: the lines that wait to be taken, and how marks are written. */
export class Page {
  readonly delimiter: string;
  readonly delimiterCode: number;
  /** Whether the writer is to be left for a moment, though nothing has been written. */
  isPaused = false;
  /** Whole lines, each with its line break. */
  private text = '';
  /** The last lines, which wait to be joined; empty only when nothing was written. */
  private lines: string[] = [];
  private size = 0;
  /** Whether a text was taken before, and whether its last line goes on. */
  private isFirst = true;
  private goesOn = false;
  private readonly indents: string[] = [];

  /** @param limit How many code units to hold before the page is taken; `Infinity` for all there is. */
  constructor(
    private readonly options: ResolvedEncodeOptions,
    private readonly limit: number,
  ) {
    this.delimiter = options.delimiter;
    this.delimiterCode = options.delimiter.charCodeAt(0);
  }

  /** True when the page should be taken before more is written. */
  get isFull(): boolean {
    return this.size >= this.limit;
  }

  /** True when the page is to be taken before all is written. */
  get isBounded(): boolean {
    return this.limit < Infinity;
  }

  /** True when nothing was written since the page was taken. */
  get isEmpty(): boolean {
    return this.lines.length === 0;
  }

  /** Writes a line. */
  line(text: string): void {
    if (this.lines.length >= LINES_AT_ONCE) this.join();
    this.lines.push(text);
    this.size += text.length + 1;
  }

  /** Writes on at the end of the last line, which may have been taken already. */
  extend(text: string): void {
    if (this.lines.length === 0) {
      this.goesOn = true;
      this.lines.push(text);
    } else this.lines[this.lines.length - 1] += text;
    this.size += text.length;
  }

  /** Takes what was written: the next part of the text. */
  take(): string {
    const text = this.text + this.lines.join('\n');
    const lead = this.isFirst || this.goesOn || this.isEmpty ? '' : '\n';
    this.isFirst &&= this.isEmpty;
    this.goesOn = false;
    this.text = '';
    this.lines = [];
    this.size = 0;
    return lead + text;
  }

  private join(): void {
    this.text += `${this.lines.join('\n')}\n`;
    this.lines = [];
  }

  /** An array's length as headers write it. */
  header(length: number, keyedMark = ''): string {
    const shownDelimiter = this.delimiter === ',' ? '' : this.delimiter;
    return `[${this.options.lengthMarker ? '#' : ''}${length}${keyedMark}${shownDelimiter}]`;
  }

  /** The spaces before a line of a level. */
  indent(depth: number): string {
    return (this.indents[depth] ??= ' '.repeat(this.options.indent * depth));
  }
}
