import { closingBracket } from '../closing-bracket.js';
import type { Passage } from '../passage.js';

/** JSON within prose stands on lines of its own and begins as data does: a list of numbers may be a vector. */
const BLOCK_START = /^[ \t]*(?:\{\s*["'“]|\[\s*[{["'“])/;

/** The blocks of prose that begin and end like JSON, each on lines of its own. */
export function jsonBlocks(passage: Passage): Passage[] {
  const { text } = passage;
  const blocks: Passage[] = [];
  let line = passage.firstLine;
  for (let start = 0; start < text.length;) {
    const end = BLOCK_START.test(lineFrom(text, start)) ? blockEnd(text, start) : -1;
    const next = end < 0 ? lineEnd(text, start) + 1 : lineEnd(text, end) + 1;
    if (end >= 0 && text.slice(end, next).trim() === '') {
      const open = passage.open && next > text.length;
      blocks.push({ ...passage, text: text.slice(start, end), firstLine: line, open });
    }
    line += text.slice(start, next).split('\n').length - 1;
    start = next;
  }
  return blocks;
}

function lineFrom(text: string, start: number): string {
  // What begins a block may run over the line's end.
  return text.slice(start, start + 200);
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Behind the bracket that closes the first one, or the end of the text where there is none. */
function blockEnd(text: string, start: number): number {
  const opening = text.slice(start).search(/[[{]/) + start;
  return closingBracket(text, opening, '[{') + 1 || text.length;
}
