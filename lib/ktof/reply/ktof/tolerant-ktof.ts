import { resolveDecodeOptions } from '../../decode-options.js';
import { DecodeScope } from '../../decode/decode-scope.js';
import { closingQuote } from '../../decode/quoted.js';
import type { JsonValue } from '../../json-value.js';
import type { IssueLog } from '../issue-log.js';
import type { Passage } from '../passage.js';
import type { Task } from '../reading.js';
import { noteOddStrings } from '../remarks.js';
import { lineTree } from './line-tree.js';
import { withoutOpenEnd } from './open-end.js';
import { LooseDocument } from './loose-document.js';
import type { LooseRules } from './loose-rules.js';

const PREFIX = /^\s*(?:KTOF:|---)[ \t]*(?=\r?\n)/;

/**
 * Reads KTOF with the slips of models: any indent, counts wrong or missing, another delimiter, Markdown
 * rows, lists as in YAML, cells too many or too few, an end that is cut off.
 *
 * What can be read in two ways throws `KaizenFormatError`.
 */
export function tolerantKtof({ passage, options }: Task, log: IssueLog): JsonValue {
  const whole = { ...passage, text: passage.text.replace(PREFIX, '') };
  const kept = withoutOpenEnd(withoutCutLine(whole, log), log);
  const scope = new DecodeScope('', resolveDecodeOptions({ maxDepth: options.maxDepth }));
  const document = new LooseDocument({ scope, log, rules: rulesFor(kept) });
  const value = document.read(lineTree(kept, log));
  const isMarked = passage.label === 'data' || passage.label === 'yaml';
  if (!isMarked && !document.isData) throw log.refuse('unreadable', 0);
  noteOddStrings(value, kept.text, 'ktof', log);
  // What is wrong by the format and has nothing to point at was not understood.
  if (log.issues.length === 0 && passage.label !== 'yaml') throw log.refuse('unreadable', 0);
  return value;
}

function rulesFor({ text, label, open, firstLine }: Passage): LooseRules {
  const lastLine = firstLine + text.trimEnd().split('\n').length - 1;
  return {
    prose: label === 'reply',
    yaml: label === 'yaml',
    openLine: open ? lastLine : 0,
    cutLine: open && !text.endsWith('\n') ? lastLine : 0,
  };
}

/** The last line of a fence left open may be half a line, unless its end is a string to be closed. */
function withoutCutLine(passage: Passage, log: IssueLog): Passage {
  const isCut = passage.open && passage.label !== 'reply' && !passage.text.endsWith('\n');
  if (!isCut) return passage;
  const lineStart = passage.text.lastIndexOf('\n') + 1;
  const line = passage.text.slice(lineStart);
  if (line.trim() === '' || hasOpenQuote(line)) return passage;
  log.add('unfinished-row', lineStart);
  log.truncated = true;
  return { ...passage, text: passage.text.slice(0, lineStart) };
}

function hasOpenQuote(line: string): boolean {
  for (let quote = line.indexOf('"'); quote >= 0;) {
    const close = closingQuote(line, quote);
    if (close < 0) return true;
    quote = line.indexOf('"', close + 1);
  }
  return false;
}
