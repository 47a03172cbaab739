import { closingQuote } from '../decode/quoted.js';

const CLOSERS: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')' };

/** Whether a character opens a stretch that another one closes. */
export function isOpening(character: string): boolean {
  return character !== '' && Object.hasOwn(CLOSERS, character);
}

/**
 * The place of the bracket that closes the one at `start`, or -1. Quotes hide brackets.
 *
 * @param kinds The opening brackets that count.
 */
export function closingBracket(text: string, start: number, kinds = '[{('): number {
  const open: string[] = [];
  for (let index = start; index < text.length; index++) {
    const character = text[index]!;
    if (character === '"') {
      const close = closingQuote(text, index);
      if (close < 0) return -1;
      index = close;
    } else if (kinds.includes(character)) open.push(CLOSERS[character]!);
    else if (character === open.at(-1)) {
      open.pop();
      if (open.length === 0) return index;
    }
  }
  return -1;
}
