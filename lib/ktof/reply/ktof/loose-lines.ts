import { indexOfUnquoted } from '../../decode/quoted.js';
import { type Field } from '../../decode/field-list.js';
import { cellFields } from '../../decode/row-builder.js';
import { type SourceLine } from '../../decode/source-line.js';
import { type LooseHeader } from './loose-header.js';
import { type TreeLine } from './line-tree.js';
import { rowPieces } from './row-pieces.js';

const ENTRY = /^(?:[A-Za-z_$][\w$.-]*|"(?:[^"\\]|\\.)*")\s*:(?:\s|$)/;
const ENDS_SENTENCE = /[.!?]$/;

/** Whether a line is `key: value` with a key that needs no quotes, or has them. */
export function isEntry({ content }: SourceLine): boolean {
  return ENTRY.test(content);
}

/** Whether a line holds a colon outside of quotes, as an entry in the format's own terms does. */
export function hasColon({ content }: SourceLine): boolean {
  return indexOfUnquoted(content, ':', 0) >= 0;
}

/** Lines below a header that are no deeper than it: are they its rows? */
export interface RowRule {
  readonly header: LooseHeader & { readonly fields: readonly Field[] };
  /** Whether text that is no data may stand around the table. */
  readonly prose: boolean;
  readonly isHeader: (line: SourceLine) => boolean;
}

/** Whether a line on the level of a table's header is a row of that table. */
export function isSiblingRow(rule: RowRule, { line, isItem }: TreeLine, taken: number): boolean {
  if (isItem) return true;
  if (rule.isHeader(line) || (!rule.header.keyed && isEntry(line))) return false;
  return !rule.prose || isRowAmongProse(rule, line, taken);
}

function isRowAmongProse({ header }: RowRule, line: SourceLine, taken: number): boolean {
  const isFull = header.count !== undefined && taken >= header.count;
  if (line.blankBefore > 0 && (isFull || taken > 0)) return false;
  if (line.content.startsWith('|')) return true;
  const width = cellFields(header.fields).length;
  const hasWidth = [...header.delimiters, '|', '\t', ','].some(
    (delimiter) => rowPieces(line.content, delimiter).length === width,
  );
  return hasWidth && !(isFull && ENDS_SENTENCE.test(line.content));
}
