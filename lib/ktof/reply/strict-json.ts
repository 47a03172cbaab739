import type { JsonValue } from '../json-value.js';
import type { IssueLog } from './issue-log.js';
import { countMembers, jsonFacts } from './json-facts.js';
import { noteOddStrings } from './remarks.js';

/** Reads JSON as it is. Undefined for any other text. */
export function strictJson(text: string, maxDepth: number, log: IssueLog): JsonValue | undefined {
  const value = parsed(text);
  if (value === undefined) return undefined;
  const { depth, members } = jsonFacts(text);
  if (depth > maxDepth) throw log.refuse('too-deep', 0);
  if (countMembers(value) !== members) log.add('duplicate-key');
  noteOddStrings(value, text, 'json', log);
  return value;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Reads one JSON object per line as a list of them. Undefined for any other text. */
export function jsonLines(text: string, maxDepth: number, log: IssueLog): JsonValue | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2 || !lines.every((line) => line.trimStart().startsWith('{')))
    return undefined;
  const rows: JsonValue[] = [];
  for (const line of lines) {
    const row = strictJson(line, maxDepth - 1, log);
    if (row === undefined) return undefined;
    rows.push(row);
  }
  log.add('json-lines', 0);
  return rows;
}
