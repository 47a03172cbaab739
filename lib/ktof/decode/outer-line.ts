import { CARRIAGE_RETURN, HASH, LINE_FEED, TAB, skipSpaces } from '../syntax/characters.js';

/**
 * Whether a text of whole lines holds one that ends the block of a line with this indent, from the
 * start of a line on: a line with content that stands no deeper.
 *
 * What may be blank, a comment or indented by tabs is never taken for such a line.
 */
export function holdsOuterLine(text: string, from: number, indent: number): boolean {
  for (let start = from; start < text.length;) {
    const first = skipSpaces(text, start);
    if (first - start <= indent && isContent(text.charCodeAt(first))) return true;
    const end = text.indexOf('\n', first);
    if (end < 0) return false;
    start = end + 1;
  }
  return false;
}

/** False for NaN, which stands for the end of the text. */
function isContent(code: number): boolean {
  return (
    code >= 0 && code !== LINE_FEED && code !== CARRIAGE_RETURN && code !== TAB && code !== HASH
  );
}
