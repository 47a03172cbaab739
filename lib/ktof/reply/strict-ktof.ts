import { KaizenFormatError } from '../../errors/format.error.js';
import { decode } from '../decode.js';
import { isObject, type JsonValue } from '../json-value.js';
import type { IssueLog } from './issue-log.js';
import type { Passage } from './passage.js';
import { isPlausibleKtof } from './plausible-ktof.js';
import type { Task } from './reading.js';
import { noteOddStrings } from './remarks.js';
import type { ResolvedReplyOptions } from './reply-options.js';
import { SAYS_MORE } from './says-more.js';
import { withoutOpenEnd } from './ktof/open-end.js';
import { differsInYaml } from './yaml-scalars.js';

/** A first line that ends in a colon, with nothing deeper below it. */
const LABEL_LINE = /^(?!KTOF:)[\w.-]+:[ \t]*\r?\n(?=\S)/;
const COMMENT = /^[ \t]*#.*$/gm;

/**
 * Reads a passage as KTOF as it is. Data that nothing marks as such must look like data.
 */
export function strictKtof({ passage: whole, options }: Task, log: IssueLog): JsonValue {
  // JSON shows by its brackets where it ends, and a reply without a fence by its counts.
  const passage = whole.label === 'reply' ? whole : withoutOpenEnd(whole, log);
  const { text } = passage;
  const isExpected = options.expect === 'ktof';
  const value = decodeAt(passage, options);
  // Text without entries, such as comments alone, would be an empty object.
  if (isObject(value) && Object.keys(value).length === 0) throw log.refuse('unreadable', 0);
  refuseOtherReadings(passage, isExpected, log);
  if (!isMeantAsData(passage, value, isExpected)) throw log.refuse('unreadable', 0);
  if (passage.label === 'reply') noteComments(text, log);
  const isLabelled = passage.label !== 'data' && LABEL_LINE.test(text);
  if (isLabelled) log.add('label-line', 0);
  noteOddStrings(value, text, 'ktof', log);
  return value;
}

function isMeantAsData({ label, text }: Passage, value: JsonValue, isExpected: boolean): boolean {
  if (label === 'yaml') return !differsInYaml(text);
  return label === 'data' || isPlausibleKtof(text, value, isExpected);
}

/** Errors of `decode`, with their places in the reply. */
function decodeAt({ text, firstLine, indent }: Passage, options: ResolvedReplyOptions): JsonValue {
  const { maxDepth, maxBytes } = options;
  try {
    return decode(text, { maxDepth, maxBytes });
  } catch (error) {
    if (!(error instanceof KaizenFormatError)) throw error;
    const { reason, line, column, expected } = error;
    throw new KaizenFormatError(reason, line + firstLine - 1, column + indent, expected);
  }
}

/** Brackets with bare words are JSON with slips, unless the text says that it is KTOF. */
function refuseOtherReadings({ text, label }: Passage, isExpected: boolean, log: IssueLog): void {
  const start = text.trimStart();
  if (start.startsWith('{')) throw log.refuse('unreadable', 0);
  const isKtof = isExpected || label === 'data' || /^\[#?\d/.test(start);
  if (start.startsWith('[') && !isKtof) throw log.refuse('unreadable', 0);
  if (text.split('\n').some(hasSemicolonFields)) throw log.refuse('delimiter', 0);
  const comments = text.match(COMMENT) ?? [];
  if (comments.some((comment) => SAYS_MORE.test(comment))) throw log.refuse('ellipsis', 0);
}

/** Encoders quote field names that hold a semicolon: between bare ones it is a delimiter. */
function hasSemicolonFields(line: string): boolean {
  const start = line.indexOf(']{');
  const header = line.trimEnd();
  if (start < 0 || !header.endsWith('}:')) return false;
  const fields = header.slice(start);
  return fields.includes(';') && !fields.includes('"');
}

/** In a reply without a fence a heading is text, not a comment. */
function noteComments(text: string, log: IssueLog): void {
  const place = text.search(/^[ \t]*#/m);
  if (place >= 0) log.add('surrounding-text', place);
}
