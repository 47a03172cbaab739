import type { Fragment } from './find-fragments.js';

/**
 * KTOF with the line breaks that keep it apart from the text around the fragment it replaces.
 *
 * One line that is in brackets has its own beginning and end: it may stand in the middle of a line.
 */
export function onLinesOfItsOwn(ktof: string, text: string, { start, end }: Fragment): string {
  if (isBracketed(ktof)) return ktof;
  const isLineStart = start === 0 || text[start - 1] === '\n';
  const isLineEnd = end === text.length || text[end] === '\n' || text.startsWith('\r\n', end);
  return `${isLineStart ? '' : '\n'}${ktof}${isLineEnd ? '' : '\n'}`;
}

/** A header such as `[2]: a,b` begins with a bracket, too, but does not end with one. */
function isBracketed(ktof: string): boolean {
  return /^[[{][^\n]*[\]}]$/.test(ktof);
}
