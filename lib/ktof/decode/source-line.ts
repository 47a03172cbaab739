import { KaizenFormatError } from '../../errors/format.error.js';

/** A line that holds something, without its indent and the spaces at its end. */
export class SourceLine {
  constructor(
    readonly content: string,
    /** Counted from 1. */
    readonly number: number,
    /** Characters before the content. */
    readonly indent: number,
    /** The level that the indent stands for. */
    readonly depth: number,
    /** The number of a blank line just before this one, or 0. */
    readonly blankBefore: number,
  ) {}

  /** The rest of this line as a line of its own: what stands behind a list item's hyphen. */
  from(offset: number): SourceLine {
    const { content, number, indent, depth } = this;
    return new SourceLine(content.slice(offset), number, indent + offset, depth, 0);
  }

  /** The error for a place in the content, which may itself run over several lines. */
  error(offset: number, reason: string, expected: string, cause?: unknown): KaizenFormatError {
    const before = this.content.slice(0, offset).split('\n');
    const column = before[before.length - 1]!.length + 1;
    const indent = before.length === 1 ? this.indent : 0;
    const line = this.number + before.length - 1;
    return new KaizenFormatError(reason, line, indent + column, expected, { cause });
  }
}
