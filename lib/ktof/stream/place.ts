/** A place in a text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place behind a text that begins at another. */
export function placeBehind({ line, column }: Place, text: string): Place {
  const lines = text.split('\n');
  const last = lines[lines.length - 1]!.length;
  return { line: line + lines.length - 1, column: lines.length > 1 ? last + 1 : column + last };
}
