import type { ResolvedDecodeOptions } from '../decode-options.js';
import { LineReader } from './line-reader.js';
import type { SourceLine } from './source-line.js';

/** What all parts of a decode share: the lines, the rules, and how deep it is in the value. */
export class DecodeScope {
  readonly lines: LineReader;
  readonly strict: boolean;
  /** Arrays around the current place that already have an entry: no blank line may follow there. */
  openArrays = 0;

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

  /** Steps into an array or object. */
  enter(line: SourceLine): void {
    if (this.levels-- > 0) return;
    throw line.error(0, 'Too many levels', 'fewer levels, or a higher `maxDepth`');
  }

  /** Steps out again. */
  leave(): void {
    this.levels++;
  }

  /** The level of the lines below a line: one more, or, when not strict, what the first one has. */
  contentDepth(base: number): number {
    const first = this.lines.peek();
    if (first === undefined || first.depth <= base + 1) return base + 1;
    if (this.strict) throw wrongDepth(first, base + 1);
    return first.depth;
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
