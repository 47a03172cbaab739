import { type DecodeScope, wrongCount, wrongDepth } from './decode-scope.js';
import type { SourceLine } from './source-line.js';

/** The header of an array whose entries stand on the lines below it. */
export interface EntriesHeader {
  readonly line: SourceLine;
  /** The level of the header's line. */
  readonly base: number;
  readonly length: number;
}

/** The entries of one array: up to the declared count when strict, and that count is checked. */
export class ArrayEntries {
  /** The level of the entries; -1 until the first line below the header is known. */
  depth = -1;
  private count = 0;

  /** @param accepts Whether a line is such an entry. */
  constructor(
    private readonly scope: DecodeScope,
    private readonly header: EntriesHeader,
    private readonly accepts: (line: SourceLine) => boolean,
  ) {}

  /** Takes the line of the next entry; undefined at the end, when it must not be called again. */
  next(): SourceLine | undefined {
    const { scope, header } = this;
    if (this.depth < 0) this.depth = scope.contentDepth(header.base);
    if (scope.strict && this.count >= header.length) return this.end();
    const line = scope.lines.peek();
    if (line === undefined || line.depth <= header.base) return this.end();
    if (line.depth !== this.depth) throw wrongDepth(line, this.depth);
    if (!this.accepts(line)) return this.end();
    scope.take(line);
    if (this.count++ === 0) scope.openArrays++;
    return line;
  }

  private end(): undefined {
    if (this.count > 0) this.scope.openArrays--;
    if (this.scope.strict) this.checkCount();
  }

  private checkCount(): void {
    const { line, base, length } = this.header;
    if (this.count < length) throw wrongCount(line, 0, length, this.count);
    const next = this.scope.lines.peek();
    if (next === undefined || next.depth <= base) return;
    throw next.error(0, 'More entries than the header declares', `${length}`);
  }
}
