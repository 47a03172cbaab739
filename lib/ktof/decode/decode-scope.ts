import { type ResolvedDecodeOptions } from '../decode-options.js';
import { LineReader } from './line-reader.js';
import { type SourceLine } from './source-line.js';

/** What all parts of a decode share: the lines, the rules, and how deep it is in the value. */
export class DecodeScope {
  readonly lines: LineReader;
  readonly strict: boolean;
  /** Arrays around the current place that already have an entry: no blank line may follow there. */
  private openArrays = 0;

  /** How many more arrays and objects may stand inside each other. */
  levels: number;

  constructor(text: string, options: ResolvedDecodeOptions) {
    this.lines = new LineReader(text, options);
    this.strict = options.strict;
    this.levels = options.maxDepth;
  }

  /** Takes the peeked line. */
  take(line: SourceLine): void {
    this.lines.take();
    if (!this.strict || line.blankBefore === 0 || this.openArrays === 0) return;
    throw line.error(-line.indent, 'A blank line inside an array', 'its next entry');
  }

  /** Reads one array or object, one level deeper. */
  nested<T>(line: SourceLine, read: () => T): T {
    if (this.levels-- <= 0) {
      throw line.error(0, 'Too many levels', 'fewer levels, or a higher `maxDepth`');
    }
    const result = read();
    this.levels++;
    return result;
  }

  /**
   * Reads the entries of an array on the lines below its header, up to the declared count when
   * strict, and checks that count.
   *
   * @param base The level of the header's line.
   * @param accepts Whether a line is such an entry.
   */
  entries(
    { line: header, base, length }: { line: SourceLine; base: number; length: number },
    accepts: (line: SourceLine) => boolean,
    read: (line: SourceLine, depth: number) => void,
  ): void {
    const depth = this.contentDepth(base);
    let count = 0;
    while (!this.strict || count < length) {
      const line = this.lines.peek();
      if (line === undefined || line.depth <= base) break;
      if (line.depth !== depth) throw wrongDepth(line, depth);
      if (!accepts(line)) break;
      this.take(line);
      if (count++ === 0) this.openArrays++;
      read(line, depth);
    }
    if (count > 0) this.openArrays--;
    if (this.strict) this.checkCount(header, base, length, count);
  }

  /** The level of the lines below a line: one more, or, when not strict, what the first one has. */
  contentDepth(base: number): number {
    const first = this.lines.peek();
    if (first === undefined || first.depth <= base + 1) return base + 1;
    if (this.strict) throw wrongDepth(first, base + 1);
    return first.depth;
  }

  private checkCount(header: SourceLine, base: number, length: number, count: number): void {
    if (count < length) throw wrongCount(header, 0, length, count);
    const next = this.lines.peek();
    if (next === undefined || next.depth <= base) return;
    throw next.error(0, 'More entries than the header declares', `${length}`);
  }
}

/** The error for a line at another level than its place asks for. */
export function wrongDepth(line: SourceLine, expected: number) {
  return line.error(0, `A line at level ${line.depth}`, `level ${expected}`);
}

/** The error for another number of values than a header declares. */
export function wrongCount(line: SourceLine, offset: number, expected: number, actual: number) {
  const values = actual === 1 ? '1 value' : `${actual} values`;
  return line.error(offset, `${values} where the header declares another number`, `${expected}`);
}
