import {
  BACKSLASH,
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  COLON,
  COMMA,
  QUOTE,
} from '../syntax/characters.js';

/**
 * Finds the end of one value in brackets, or of one key, in a text that comes in pieces.
 *
 * It knows strings and brackets and no more: whether the value is right is seen when it is read.
 */
export class ValueScanner {
  private depth = 0;
  private isQuoted = false;
  private isEscaped = false;

  /** @param isKey Whether to look for the colon behind a key, and not for the end of a value. */
  constructor(private readonly isKey: boolean) {}

  /** Whether the end is in this piece. */
  endsIn(piece: string, from: number): boolean {
    for (let index = from; index < piece.length; index++) {
      const code = piece.charCodeAt(index);
      if (this.isQuoted ? this.quoted(code) : this.plain(code)) return true;
    }
    return false;
  }

  private quoted(code: number): boolean {
    if (this.isEscaped) this.isEscaped = false;
    else if (code === BACKSLASH) this.isEscaped = true;
    else if (code === QUOTE) {
      this.isQuoted = false;
      return this.depth === 0 && !this.isKey;
    }
    return false;
  }

  private plain(code: number): boolean {
    switch (code) {
      case QUOTE:
        this.isQuoted = true;
        return false;
      case BRACKET_OPEN:
      case BRACE_OPEN:
        this.depth++;
        return false;
      case BRACKET_CLOSE:
      case BRACE_CLOSE:
        return --this.depth <= 0 && !(this.isKey && this.depth === 0);
      case COMMA:
        return this.depth === 0;
      case COLON:
        return this.depth === 0 && this.isKey;
      default:
        return false;
    }
  }
}
