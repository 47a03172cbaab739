import { KaizenFormatError } from '../../errors/format.error.js';
import { isContainer, type JsonValue } from '../json-value.js';
import type { ReplyIssue } from './decoded-reply.js';
import { IssueLog } from './issue-log.js';
import type { Passage } from './passage.js';
import type { ResolvedReplyOptions } from './reply-options.js';

/** Data that was read from a passage. */
export interface Reading {
  readonly kind: 'json' | 'ktof';
  readonly value: JsonValue;
  readonly issues: ReplyIssue[];
  readonly truncated: boolean;
}

/** A passage to read, and what was found out about it so far. */
export interface Task {
  readonly passage: Passage;
  readonly options: ResolvedReplyOptions;
  /** True when the strict ways were tried before, in vain. */
  readonly isLoose?: boolean;
  /** Why the passage could not be read, by the last reader that tried. */
  failure: ReplyIssue | undefined;
}

/** One way of reading. It throws `KaizenFormatError` when the passage is something else. */
export type Reader = (log: IssueLog) => JsonValue;

/** Tries one way of reading a passage. */
export function attempt(task: Task, kind: Reading['kind'], read: Reader): Reading | undefined {
  const log = new IssueLog(task.passage);
  try {
    const value = read(log);
    const isWanted = isContainer(value) || task.options.expect === 'json';
    return isWanted ? { kind, value, issues: log.issues, truncated: log.truncated } : undefined;
  } catch (error) {
    if (!(error instanceof KaizenFormatError)) throw error;
    task.failure = log.refusal ?? unreadable(error);
    return undefined;
  }
}

function unreadable({ reason, expected, line, column }: KaizenFormatError): ReplyIssue {
  return { code: 'unreadable', message: `${reason}. Expected ${expected}.`, line, column };
}
