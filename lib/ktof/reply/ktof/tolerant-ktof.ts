import { resolveDecodeOptions } from '../../decode-options.js';
import { DecodeScope } from '../../decode/decode-scope.js';
import { type JsonValue } from '../../json-value.js';
import { type IssueLog } from '../issue-log.js';
import { type Passage } from '../passage.js';
import { type Task } from '../reading.js';
import { noteOddStrings } from '../remarks.js';
import { lineTree } from './line-tree.js';
import { LooseDocument } from './loose-document.js';

const PREFIX = /^\s*(?:KTOF:|---)[ \t]*(?=\n)/;
const OPEN_QUOTE = /^(?:[^"]*"(?:[^"\\]|\\.)*")*[^"]*"(?:[^"\\]|\\.)*\\?$/;

/**
 * Reads KTOF with the slips of models: any indent, counts wrong or missing, another delimiter, Markdown
 * rows, lists as in YAML, cells too many or too few, an end that is cut off.
 *
 * What can be read in two ways throws `KaizenFormatError`.
 */
export function tolerantKtof({ passage, options }: Task, log: IssueLog): JsonValue {
  const whole = { ...passage, text: passage.text.replace(PREFIX, '') };
  const isCutFence = whole.open && whole.label !== 'reply' && !whole.text.endsWith('\n');
  const kept = isCutFence ? withoutLastLine(whole, log) : whole;
  const scope = new DecodeScope('', resolveDecodeOptions({ maxDepth: options.maxDepth }));
  const document = new LooseDocument(scope, log, rulesFor(kept));
  const value = document.document(lineTree(kept, log));
  const isMarked = passage.label === 'data' || passage.label === 'yaml';
  if (!isMarked && document.tables === 0 && !document.hasRecords) throw log.refuse('unreadable', 0);
  noteOddStrings(value, kept.text, 'ktof', log);
  return value;
}

function rulesFor({ text, label, open, firstLine }: Passage) {
  const lastLine = firstLine + text.trimEnd().split('\n').length - 1;
  return {
    prose: label === 'reply',
    yaml: label === 'yaml',
    openLine: open ? lastLine : 0,
    cutLine: open && !text.endsWith('\n') ? lastLine : 0,
  };
}

/** The last line of a fence left open may be half a line, unless its end is a string to be closed. */
function withoutLastLine(passage: Passage, log: IssueLog): Passage {
  const lineStart = passage.text.lastIndexOf('\n') + 1;
  const line = passage.text.slice(lineStart);
  if (line.trim() === '' || OPEN_QUOTE.test(line)) return passage;
  log.add('unfinished-row', lineStart);
  log.truncated = true;
  return { ...passage, text: passage.text.slice(0, lineStart) };
}
