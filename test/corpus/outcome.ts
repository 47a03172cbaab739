import { decodeReply, type DecodedReply } from 'nestjs-kaizen/ktof';
import { firstDifference } from '../support/json-arbitraries.js';
import type { CorpusEntry } from './corpus.js';

/**
 * What came of a reply: `right`; `unread`: text where there was data; `reported`: another value than
 * the right one, with issues that say so; `silent`: another value, and no word about it.
 */
export type Verdict = 'right' | 'unread' | 'reported' | 'silent';

/** Decodes a reply of the corpus and compares. */
export function verdictOn(entry: CorpusEntry): Verdict {
  const outcome = decodeReply(entry.reply, entry.options);
  if (isRight(outcome, entry)) return 'right';
  if (outcome.kind === 'text') return 'unread';
  return outcome.issues.length > 0 || outcome.truncated ? 'reported' : 'silent';
}

function isRight(outcome: DecodedReply, entry: CorpusEntry): boolean {
  const isText = outcome.kind === 'text' && outcome.value === entry.reply;
  if (entry.kind === 'text' || (entry.hard && isText)) return isText && !outcome.truncated;
  if (outcome.kind !== entry.kind) return false;
  if (firstDifference(outcome.value, entry.value) !== undefined) return false;
  if (entry.truncated !== undefined && outcome.truncated !== entry.truncated) return false;
  return hasIssues(outcome, entry.issues);
}

/** All expected issues, and some only where some are expected. */
function hasIssues({ issues }: DecodedReply, expected: readonly string[]): boolean {
  if (expected[0] === 'any') return true;
  const codes = issues.map(({ code }) => code as string);
  if (expected.length === 0) return codes.length === 0;
  return expected.every((code) => codes.includes(code));
}
