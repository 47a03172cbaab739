import { closingQuote } from '../../decode/quoted.js';
import { closingBracket, isOpening } from '../closing-bracket.js';

/** The text of a cell as it stands in its row. */
export interface Piece {
  readonly text: string;
  /** Where it begins in the row. */
  readonly start: number;
  /** Whether a space stands between it and the delimiter before it. */
  readonly spaced: boolean;
  /** Whether a quote is left open in it. It then reaches to the end of the row. */
  readonly unterminated: boolean;
}

/** Splits a row at a delimiter, but not inside quotes or brackets at the start of a cell. */
export function rowPieces(row: string, delimiter: string): Piece[] {
  return new Splitter(row, delimiter).pieces();
}

class Splitter {
  /** False once a bracket was found to be open to the end: the others would be searched in vain. */
  private hasBrackets = true;

  constructor(
    private readonly row: string,
    private readonly delimiter: string,
  ) {}

  pieces(): Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    for (;;) {
      const piece = this.pieceAt(from);
      pieces.push(piece.piece);
      if (piece.end >= this.row.length) return pieces;
      from = piece.end + 1;
    }
  }

  private pieceAt(from: number): { piece: Piece; end: number } {
    const start = skipSpaces(this.row, from);
    const inside = this.endOfStretch(start);
    const unterminated = inside < 0;
    const end = unterminated ? this.row.length : this.nextDelimiter(inside);
    const text = this.row.slice(start, end).trimEnd();
    return { piece: { text, start, spaced: start > from, unterminated }, end };
  }

  private nextDelimiter(from: number): number {
    const end = this.row.indexOf(this.delimiter, from);
    return end < 0 ? this.row.length : end;
  }

  /** Behind the quotes or brackets that begin a cell, or its start; -1 for a quote left open. */
  private endOfStretch(start: number): number {
    const first = this.row.charAt(start);
    if (first === '"') return closingQuote(this.row, start) + 1 || -1;
    if (!this.hasBrackets || !isOpening(first)) return start;
    const end = closingBracket(this.row, start);
    if (end < 0) this.hasBrackets = false;
    return end < 0 ? start : end + 1;
  }
}

function skipSpaces(row: string, from: number): number {
  let index = from;
  while (row[index] === ' ' || row[index] === '\u00a0') index++;
  return index;
}

/** The cells of a Markdown row, without the pipes at its ends. `\|` is a pipe in a cell. */
export function markdownPieces(row: string): Piece[] {
  const pieces: Piece[] = [];
  let from = row.startsWith('|') ? 1 : 0;
  const end =
    row.length > from && row.endsWith('|') && !row.endsWith('\\|') ? row.length - 1 : row.length;
  while (from <= end) {
    let close = row.indexOf('|', from);
    while (close > 0 && row[close - 1] === '\\') close = row.indexOf('|', close + 1);
    if (close < 0 || close > end) close = end;
    const text = row.slice(from, close).trim().replaceAll('\\|', '|');
    pieces.push({ text, start: from, spaced: false, unterminated: false });
    from = close + 1;
  }
  return pieces;
}

/** `|---|:--:|`, the line between the names and the rows of a Markdown table. */
export function isMarkdownRule(row: string): boolean {
  return row.includes('-') && row.includes('|') && /^[|:\- \t]+$/.test(row);
}
