import { looksLikeHeader } from '../decode/header.js';
import { BYTE_ORDER_MARK } from '../syntax/characters.js';

/** A first line that may be the optional prefix: what follows it decides. */
const PREFIX_LINE = /^KTOF: *\r?$/;
const BLANK_OR_COMMENT = /^ *(?:\r?|#.*)$/s;
/** What may become a header: nothing else is waited for. */
const HEADER_PREFIX = /^\[#?\d*:?[\t|]?\]?$/;
/** How many characters of a line are looked at before it is complete. */
const LOOK = 64;

/** Tells, from as few characters as possible, whether a document is lines or a value in brackets. */
export class DocumentStart {
  /** The line that the document begins on, counted from 1. */
  number = 1;
  /** Code units before that line, or before its content in the first one. */
  offset = 0;
  /** The line that is looked at, as far as it is there, and its first characters. */
  private line: string[] = [];
  private look = '';
  private followsPrefix = false;

  /** Looks at the next piece of the text; says nothing while it cannot know. */
  add(piece: string): 'lines' | 'brackets' | undefined {
    for (let from = 0; ; ) {
      const lineEnd = piece.indexOf('\n', from);
      this.read(lineEnd < 0 ? piece.slice(from) : piece.slice(from, lineEnd));
      const form = lineEnd < 0 ? this.decide(this.look) : this.decideLine();
      if (form !== undefined || lineEnd < 0) return form;
      from = lineEnd + 1;
    }
  }

  /** What the document is, now that no text follows. */
  end(): 'lines' | 'brackets' {
    return this.decideLine() ?? 'lines';
  }

  private read(part: string): void {
    this.line.push(part);
    if (this.look.length < LOOK) this.look += part.slice(0, LOOK - this.look.length);
  }

  private decideLine(): 'lines' | 'brackets' | undefined {
    const line = this.line.join('');
    const isFirst = this.number === 1;
    const content = isFirst ? withoutMark(line) : line;
    const form = this.decideContent(content, isFirst);
    if (form === 'brackets') this.offset += line.length - content.length;
    if (form !== undefined) return form;
    this.offset += line.length + 1;
    this.number++;
    this.line = [];
    this.look = '';
    return undefined;
  }
}
