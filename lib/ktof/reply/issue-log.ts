import { KaizenFormatError } from '../../errors/format.error.js';
import type { SourceLine } from '../decode/source-line.js';
import type { ReplyIssue } from './decoded-reply.js';
import type { ReplyIssueCode } from './issue-code.js';
import { ISSUE_MESSAGES } from './issue-messages.js';
import { type Passage, placeIn } from './passage.js';

/** More of one kind say nothing new. */
const MOST_OF_A_KIND = 10;

interface Place {
  line: number;
  column: number;
}

/** Collects what is odd about one reading of a passage. */
export class IssueLog {
  readonly issues: ReplyIssue[] = [];
  /** Whether the data seems to go on behind the end of the reply. */
  truncated = false;
  /** Why the reading was given up, if it was. */
  refusal: ReplyIssue | undefined;
  private readonly counts = new Map<ReplyIssueCode, number>();

  constructor(private readonly passage: Passage) {}

  /** A log of its own for the same passage. */
  apart(): IssueLog {
    return new IssueLog(this.passage);
  }

  /** Notes an issue at an offset in the passage, or with no place. */
  add(code: ReplyIssueCode, offset?: number): void {
    if (this.isNew(code)) this.push(code, offset === undefined ? {} : this.place(offset));
  }

  /** Notes an issue at a place of a line. */
  addAt(code: ReplyIssueCode, line: SourceLine, offset = 0): void {
    if (this.isNew(code)) this.push(code, this.placeOn(line, offset));
  }

  /** The error that gives the reading up, at an offset in the passage. */
  refuse(code: ReplyIssueCode, offset: number): KaizenFormatError {
    return this.refusalAt(code, this.place(offset));
  }

  /** The error that gives the reading up, at a place of a line. */
  refuseAt(code: ReplyIssueCode, line: SourceLine, offset = 0): KaizenFormatError {
    return this.refusalAt(code, this.placeOn(line, offset));
  }

  private refusalAt(code: ReplyIssueCode, place: Place): KaizenFormatError {
    this.refusal = { code, message: `${ISSUE_MESSAGES[code]}.`, ...place };
    return new KaizenFormatError(ISSUE_MESSAGES[code], place.line, place.column, 'other data');
  }

  private isNew(code: ReplyIssueCode): boolean {
    const count = this.counts.get(code) ?? 0;
    this.counts.set(code, count + 1);
    return count < MOST_OF_A_KIND;
  }

  private push(code: ReplyIssueCode, place: Partial<Place>): void {
    this.issues.push({ code, message: `${ISSUE_MESSAGES[code]}.`, ...place });
  }

  private place(offset: number): Place {
    return placeIn(this.passage, offset);
  }

  private placeOn(line: SourceLine, offset: number): Place {
    return { line: line.number, column: line.indent + offset + 1 };
  }
}
