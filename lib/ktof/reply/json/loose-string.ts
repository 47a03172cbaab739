import type { TextCursor } from './text-cursor.js';

/** A string that was read, or what there is of it. */
export interface LooseString {
  readonly value: string;
  /** True when the text ends inside it. */
  readonly cut: boolean;
}

/** The quotes that may begin a string, and those that may then end it. */
const CLOSERS: Record<string, string> = {
  '"': '"',
  "'": "'",
  '“': '”“',
  '”': '”“',
  '„': '“”',
  '‘': '’‘',
  '’': '’‘',
};
const SHORT_ESCAPES: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Whether a character may begin a string. */
export function beginsString(character: string): boolean {
  return character !== '' && Object.hasOwn(CLOSERS, character);
}

/** Reads the string that begins at the cursor, whatever its quotes. */
export function readLooseString(cursor: TextCursor): LooseString {
  const start = cursor.position;
  const opener = cursor.text[start]!;
  noteQuotes(cursor, opener);
  cursor.position++;
  const value = new StringBody(cursor, CLOSERS[opener]!).read();
  if (!cursor.isAtEnd) {
    cursor.position++;
    return { value, cut: false };
  }
  // An open string over several lines is a missing quote, and then what follows is no part of it.
  if (cursor.text.slice(start).includes('\n'))
    throw cursor.log.refuse('unterminated-string', start);
  cursor.log.add('unterminated-string', start);
  return { value, cut: true };
}

function noteQuotes(cursor: TextCursor, opener: string): void {
  if (opener === "'") cursor.log.add('single-quotes', cursor.position);
  else if (opener !== '"') cursor.log.add('smart-quotes', cursor.position);
}

class StringBody {
  private readonly parts: string[] = [];

  constructor(
    private readonly cursor: TextCursor,
    private readonly closers: string,
  ) {}

  /** Reads up to the closing quote, or to the end. */
  read(): string {
    const { cursor } = this;
    const { text } = cursor;
    let start = cursor.position;
    for (; !cursor.isAtEnd; cursor.position++) {
      const character = text[cursor.position]!;
      if (this.closers.includes(character)) break;
      if (character === '\\') {
        this.parts.push(text.slice(start, cursor.position), this.escape());
        start = cursor.position + 1;
      } else if (character < ' ') cursor.log.add('raw-line-break', cursor.position);
    }
    this.parts.push(text.slice(start, cursor.position));
    return this.parts.join('');
  }

  /** What an escape stands for. The cursor then stands on its last character. */
  private escape(): string {
    const { cursor } = this;
    const start = cursor.position;
    const character = cursor.text.charAt(start + 1);
    if (character === 'u') return this.codeUnit(start);
    cursor.position++;
    if (character === '') return '';
    const short = SHORT_ESCAPES[character];
    if (short !== undefined) return short;
    return this.unknownEscape(character, start);
  }

  /** `\'` is a quote. A letter is one of a pattern, such as `\d`. The others may be either. */
  private unknownEscape(character: string, start: number): string {
    this.cursor.log.add('bad-escape', start);
    if (character === "'") return character;
    if (/[A-Za-z]/.test(character)) return `\\${character}`;
    throw this.cursor.log.refuse('bad-escape', start);
  }

  private codeUnit(start: number): string {
    const { cursor } = this;
    const hex = cursor.text.slice(start + 2, start + 6);
    const isCut = start + 2 + hex.length >= cursor.text.length && hex.length < 4;
    if (!isCut && !/^[0-9a-f]{4}$/i.test(hex)) throw cursor.log.refuse('bad-escape', start);
    cursor.position = isCut ? cursor.text.length : start + 5;
    return isCut ? '' : String.fromCharCode(Number.parseInt(hex, 16));
  }
}
