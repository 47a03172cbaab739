import type { JsonValue } from '../json-value.js';
import type { ReplyIssueCode } from './issue-code.js';

/** Something that was repaired, or that may mean something else than it was taken for. */
export interface ReplyIssue {
  /** A stable name, to decide by. */
  code: ReplyIssueCode;
  /** What it means, for people. It never quotes the reply. */
  message: string;
  /** The line of the reply, counted from 1, where it is known. */
  line?: number;
  /** The column in UTF-16 code units, counted from 1, where it is known. */
  column?: number;
}

/** What a model's reply holds. */
export interface DecodedReply {
  /** `json` and `ktof`: the value is data that stood in this form. `text`: it is the reply itself. */
  kind: 'json' | 'ktof' | 'text';
  /** The data, or the whole reply, unchanged. */
  value: JsonValue;
  /**
   * Every repair, at most ten of a kind. Empty for data that was right as it stood, and for prose. A text
   * has issues when something in it looks like data and could not be read.
   */
  issues: ReplyIssue[];
  /** True when the data seems to go on where the reply ends. The value holds what there is. */
  truncated: boolean;
}
