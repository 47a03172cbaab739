/** UTF-16 code units that mean something in KTOF. */
export const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const HASH = 0x23;
export const PAREN_OPEN = 0x28;
export const PAREN_CLOSE = 0x29;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
export const COLON = 0x3a;
export const QUESTION = 0x3f;
export const BRACKET_OPEN = 0x5b;
export const BACKSLASH = 0x5c;
export const BRACKET_CLOSE = 0x5d;
export const BRACE_OPEN = 0x7b;
export const BRACE_CLOSE = 0x7d;

/** U+FEFF, which some editors write at the start of a file. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** True for `0` to `9`. */
export function isDigit(code: number): boolean {
  return code >= DIGIT_0 && code <= DIGIT_9;
}

/** The index of the first character at or after `from` that is no space. */
export function skipSpaces(text: string, from: number): number {
  let index = from;
  while (text.charCodeAt(index) === SPACE) index++;
  return index;
}

/** The index of the first character at or after `from` that JSON does not take for white space. */
export function skipJsonBlanks(text: string, from: number): number {
  for (let index = from; ; index++) {
    const code = text.charCodeAt(index);
    if (code !== SPACE && code !== LINE_FEED && code !== CARRIAGE_RETURN && code !== TAB) {
      return index;
    }
  }
}

/** The text without the spaces around it. Only U+0020: a tab or a no-break space is data. */
export function trimSpaces(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === SPACE) end--;
  const start = skipSpaces(text, 0);
  return start === 0 && end === text.length ? text : text.slice(start, end);
}
