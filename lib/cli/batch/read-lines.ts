/** A line of an input. */
export interface Line {
  /** Its number, from 1. */
  readonly number: number;
  /** Its bytes, without the line break. */
  readonly bytes: Buffer;
  /** Where the next line begins, in bytes from the start. */
  readonly end: number;
  /** Whether a line break ends it: without one it may be cut off. */
  readonly isWhole: boolean;
}

const LINE_BREAK = 0x0a;

/** The lines of a source, as many at a time as have come. Memory holds the longest line. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Line[], void, undefined> {
  const open: Buffer[] = [];
  let number = 0;
  let end = 0;
  const lineOf = (last: Buffer, isWhole: boolean): Line => {
    const bytes = open.length === 0 ? last : Buffer.concat([...open, last]);
    open.length = 0;
    end += bytes.length + (isWhole ? 1 : 0);
    return { number: ++number, bytes, end, isWhole };
  };
  for await (const chunk of chunks) {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: Line[] = [];
    for (let at = rest.indexOf(LINE_BREAK); at !== -1; at = rest.indexOf(LINE_BREAK)) {
      lines.push(lineOf(rest.subarray(0, at), true));
      rest = rest.subarray(at + 1);
    }
    if (rest.length > 0) open.push(rest);
    if (lines.length > 0) yield lines;
  }
  const last = Buffer.concat(open.splice(0));
  if (last.length > 0) yield [lineOf(last, false)];
}
