import { KaizenFormatError } from '../../errors/format.error.js';
import { decode } from '../decode.js';
import { type JsonValue } from '../json-value.js';
import { type IssueLog } from './issue-log.js';
import { type Passage } from './passage.js';
import { hasTableHeader, isPlausibleKtof } from './plausible-ktof.js';
import { type Task } from './reading.js';
import { noteOddStrings } from './remarks.js';
import { SAYS_MORE } from './says-more.js';
import { differsInYaml } from './yaml-scalars.js';

const COMMENT = /^[ \t]*#.*$/gm;

/**
 * Reads a passage as KTOF as it is. Data that nothing marks as such must look like data.
 */
export function strictKtof({ passage, options }: Task, log: IssueLog): JsonValue {
  const { text } = passage;
  const value = decodeAt(passage, options.maxDepth);
  refuseOtherReadings(passage, log);
  const isMarked = passage.label === 'data' || (passage.label === 'yaml' && !differsInYaml(text));
  if (!isMarked && !isPlausibleKtof(text, value, options.expect === 'ktof')) {
    throw log.refuse('unreadable', 0);
  }
  if (passage.label === 'reply') noteComments(text, log);
  noteOddStrings(value, text, 'ktof', log);
  return value;
}

/** Errors of `decode`, with their places in the reply. */
function decodeAt({ text, firstLine, indent }: Passage, maxDepth: number): JsonValue {
  try {
    return decode(text, { maxDepth });
  } catch (error) {
    if (!(error instanceof KaizenFormatError)) throw error;
    const { reason, line, column, expected } = error;
    throw new KaizenFormatError(reason, line + firstLine - 1, column + indent, expected);
  }
}

/** Brackets with bare words are JSON with slips, unless the text says that it is KTOF. */
function refuseOtherReadings({ text, label }: Passage, log: IssueLog): void {
  const start = text.trimStart();
  if (start.startsWith('{')) throw log.refuse('unreadable', 0);
  if (start.startsWith('[') && label !== 'data' && !hasTableHeader(text) && !/^\[#?\d/.test(start)) {
    throw log.refuse('unreadable', 0);
  }
  const comments = text.match(COMMENT) ?? [];
  if (comments.some((comment) => SAYS_MORE.test(comment))) throw log.refuse('ellipsis', 0);
}

/** In a reply without a fence a heading is text, not a comment. */
function noteComments(text: string, log: IssueLog): void {
  const place = text.search(/^[ \t]*#/m);
  if (place >= 0) log.add('surrounding-text', place);
}
