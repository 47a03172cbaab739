/** A piece of a text: JSON that stands in a fence, or what is around. */
export interface FencePiece {
  readonly text: string;
  /** The fence's opening and closing, for JSON in a fence; `text` is then what is between. */
  readonly fence?: { readonly mark: string; readonly opening: string; readonly closing: string };
}

/** Up to three blanks, as Markdown has it; more would be code. */
const OPENING = /^ {0,3}(`{3,}|~{3,})[ \t]*json[ \t]*\r?$/i;

/**
 * Cuts a text at its fences that are marked as JSON. Put together, the pieces are the text. A fence that
 * is never closed is none. Takes time linear in the text's length.
 */
export function cutAtJsonFences(text: string): FencePiece[] {
  if (!/(?:`{3}|~{3})[ \t]*json/i.test(text)) return [{ text }];
  const lines = text.split('\n');
  const pieces: FencePiece[] = [];
  let from = 0;
  for (let at = 0; at < lines.length; at++) {
    const mark = OPENING.exec(lines[at]!)?.[1];
    const end = mark === undefined ? -1 : closingLine(lines, at + 1, mark);
    if (mark === undefined || end === -1) continue;
    pieces.push({ text: `${lines.slice(from, at).join('\n')}${at > from ? '\n' : ''}` });
    pieces.push(fenced(lines, at, end, mark));
    from = end + 1;
    at = end;
  }
  const rest = lines.slice(from).join('\n');
  return rest === '' ? pieces : [...pieces, { text: rest }];
}

function fenced(lines: readonly string[], start: number, end: number, mark: string): FencePiece {
  const text = lines.slice(start + 1, end).join('\n');
  const lineEnd = text.endsWith('\r') ? '\r\n' : '\n';
  const closing = `${lineEnd}${lines[end]!}${end < lines.length - 1 ? '\n' : ''}`;
  const fence = { mark, opening: `${lines[start]!}\n`, closing };
  return { text: text.slice(0, text.length - lineEnd.length + 1), fence };
}

function closingLine(lines: readonly string[], from: number, mark: string): number {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at]!.trim();
    if (line.startsWith(mark) && line === mark[0]!.repeat(line.length)) return at;
    // A fence within: what opened before is broken off, and looking on would be quadratic.
    if (OPENING.test(lines[at]!)) return -1;
  }
  return -1;
}
