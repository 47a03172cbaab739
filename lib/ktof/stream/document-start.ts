import { looksLikeHeader } from '../decode/header.js';
import { BYTE_ORDER_MARK } from '../syntax/characters.js';

/** Whether a document is lines, or one value in brackets. */
export type StartForm = 'lines' | 'brackets';

/** A first line that may be the optional prefix: what follows it decides. */
const PREFIX_LINE = /^KTOF: *\r?$/;
/** A line without content. One with tabs is left to the decoder of lines, behind the prefix too. */
const BLANK = /^ *(?:\r?$|#)/;
/** The start of a line that may still become a header. */
const HEADER_START = /^\[#?\d*:?[\t|]?\]?$/;
/** How many characters of a line are looked at before it is complete. */
const LOOK = 64;

/**
 * Tells as early as can be what a document is, for one in brackets may have no second line.
 *
 * It knows what is usual. A document in brackets that it takes for lines is read all the same, but
 * not before its end.
 */
export class DocumentStart {
  /** The line that the document begins on, counted from 1. */
  number = 1;
  /** The code units before its content. */
  offset = 0;
  /** The line that is looked at, as far as it is there, and its first characters. */
  private line: string[] = [];
  private look = '';

  /** Looks at the next piece of the text; says nothing while it cannot know. */
  add(piece: string): StartForm | undefined {
    for (let from = 0; ;) {
      const lineEnd = piece.indexOf('\n', from);
      this.read(piece.slice(from, lineEnd < 0 ? undefined : lineEnd));
      const form = lineEnd < 0 ? this.early() : this.decide(this.line.join(''));
      if (form !== undefined || lineEnd < 0) return form;
      from = lineEnd + 1;
    }
  }

  /** What the document is, when no text follows. */
  end(): StartForm {
    return this.decide(this.line.join('')) ?? 'lines';
  }

  private read(part: string): void {
    this.line.push(part);
    if (this.look.length < LOOK) this.look += part.slice(0, LOOK - this.look.length);
  }

  /** What the start of a line tells. Lines are waited for anyway. */
  private early(): StartForm | undefined {
    const content = this.content(this.look);
    if (HEADER_START.test(content) || looksLikeHeader(content)) return undefined;
    return opensBrackets(content) ? this.brackets(this.look) : undefined;
  }

  /** What a whole line tells; a line that tells nothing is passed over. */
  private decide(line: string): StartForm | undefined {
    const content = this.content(line);
    const mayBePrefix = this.number === 1 && PREFIX_LINE.test(content);
    if (!mayBePrefix && !BLANK.test(content)) {
      const isLines = looksLikeHeader(content) || !opensBrackets(content);
      return isLines ? 'lines' : this.brackets(line);
    }
    this.offset += line.length + 1;
    this.number++;
    this.line = [];
    this.look = '';
    return undefined;
  }

  private content(line: string): string {
    return this.number === 1 && line.startsWith(BYTE_ORDER_MARK) ? line.slice(1) : line;
  }

  private brackets(line: string): StartForm {
    this.offset += line.length - this.content(line).length;
    return 'brackets';
  }
}

function opensBrackets(content: string): boolean {
  return content.startsWith('{') || content.startsWith('[');
}
