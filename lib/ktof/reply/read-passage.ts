import type { JsonValue } from '../json-value.js';
import { tolerantJson } from './json/tolerant-json.js';
import { tolerantKtof } from './ktof/tolerant-ktof.js';
import type { PassageLabel } from './passage.js';
import { IssueLog } from './issue-log.js';
import { type Reading, type Task, attempt } from './reading.js';
import { noteOddStrings } from './remarks.js';
import { jsonLines, strictJson } from './strict-json.js';
import { strictKtof } from './strict-ktof.js';

const BEGINS_LIKE_JSON = /^\s*[[{]/;
/** Python's tuples only in a fence that says Python: prose begins with a parenthesis too. */
const BEGINS_LIKE_LITERAL = /^\s*[[{(]/;

/** Reads a passage in every way that its label allows, the strict ways first. */
export function readPassage(task: Task): Reading | undefined {
  if (task.passage.label === 'foreign' || task.passage.text.trim() === '') return undefined;
  const strict = task.isLoose ? undefined : strictReading(task);
  const reading = strict ?? tolerantReading(task);
  return reading && withFence(reading, task);
}

/** Reads a passage as what it is, without any repair. */
export function strictReading(task: Task): Reading | undefined {
  const { passage, options } = task;
  const json = (log: IssueLog) => given(strictJson(passage.text, options.maxDepth, log), log);
  const reading = attempt(task, 'json', json);
  if (reading || !mayBeKtof(task)) return reading;
  return attempt(task, 'ktof', (log) => strictKtof(task, log));
}

function tolerantReading(task: Task): Reading | undefined {
  const { passage, options } = task;
  const { text } = passage;
  const pattern = passage.label === 'code' ? BEGINS_LIKE_LITERAL : BEGINS_LIKE_JSON;
  const lines = (log: IssueLog) => given(jsonLines(text, options.maxDepth, log), log);
  const json = (log: IssueLog) => {
    const value = tolerantJson(text, options.maxDepth, log);
    noteOddStrings(value, text, 'json', log);
    return value;
  };
  const isJsonLike = pattern.test(text);
  const reading = isJsonLike
    ? (attempt(task, 'json', lines) ?? attempt(task, 'json', json))
    : undefined;
  if (reading || !mayBeKtof(task) || /^\s*\{\s*["'}]/.test(text)) return reading;
  const { failure } = task;
  const loose = attempt(task, 'ktof', (log) => tolerantKtof(task, log));
  if (isJsonLike && failure) task.failure = failure;
  return loose;
}

function mayBeKtof({ passage, options }: Task): boolean {
  return options.expect !== 'json' && !hasOtherLanguage(passage.label);
}

function hasOtherLanguage(label: PassageLabel): boolean {
  return label === 'code' || label === 'jsonl';
}

function given(value: JsonValue | undefined, log: IssueLog): JsonValue {
  if (value === undefined) throw log.refuse('unreadable', 0);
  return value;
}

/** What the fence itself says about a reading. */
function withFence(reading: Reading, { passage }: Task): Reading {
  const log = new IssueLog(passage);
  if (passage.label === 'code') log.add('fence-label', 0);
  const isUnclosed = passage.open && passage.label !== 'reply';
  if (isUnclosed) log.add('fence-unclosed', 0);
  // JSON shows by its brackets that it is whole.
  const truncated = reading.truncated || (isUnclosed && reading.kind === 'ktof');
  return { ...reading, issues: [...log.issues, ...reading.issues], truncated };
}
