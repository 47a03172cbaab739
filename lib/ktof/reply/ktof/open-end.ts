import type { IssueLog } from '../issue-log.js';
import type { Passage } from '../passage.js';

/**
 * A passage without the keys and headers at its end whose values are cut off. Nothing behind them says
 * that they are empty.
 */
export function withoutOpenEnd(passage: Passage, log: IssueLog): Passage {
  if (!passage.open) return passage;
  const end = endOf(passage.text, passage.label === 'reply' ? isHeader : isOpen);
  if (end < 0) return passage;
  log.add('unfinished-row', end);
  log.truncated = true;
  return { ...passage, text: passage.text.slice(0, end) };
}

/** Where the open lines at the end of a text begin, or -1. */
function endOf(text: string, isOpenLine: (line: string) => boolean): number {
  let found = -1;
  for (let end = text.length; end > 0;) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end).trimEnd();
    if (line !== '' && !isOpenLine(line)) break;
    if (line !== '') found = start;
    end = start - 1;
  }
  return found;
}

function isOpen(line: string): boolean {
  return line.endsWith(':');
}

/** Without a fence only a header tells: prose ends in colons too. */
function isHeader(line: string): boolean {
  return line.endsWith(']:') || (line.endsWith('}:') && line.includes(']{'));
}
