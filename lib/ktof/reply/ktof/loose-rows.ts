import type { Field } from '../../decode/field-list.js';
import { cellFields } from '../../decode/row-builder.js';
import type { SourceLine } from '../../decode/source-line.js';
import type { IssueLog } from '../issue-log.js';
import type { TreeLine } from './line-tree.js';
import type { LooseHeader } from './loose-header.js';
import type { LooseContext } from './loose-rules.js';
import { isEntry } from './entry-line.js';
import { rowPieces } from './row-pieces.js';
import type { SiblingCursor } from './sibling-cursor.js';

/** A header with columns. */
export type TableHeader = LooseHeader & { readonly fields: readonly Field[] };

const ENDS_SENTENCE = /[.!?]$/;

/** Finds the lines that are the rows of a table. */
export class LooseRows {
  constructor(
    private readonly context: LooseContext,
    private readonly isHeader: (line: SourceLine) => boolean,
  ) {}

  /** The rows below a header: deeper than it, or, where nothing is deeper, on its own level. */
  below(header: TableHeader, node: TreeLine, cursor: SiblingCursor): SourceLine[] {
    const { log } = this.context;
    if (node.children.length > 0) return flatRows(node.children, log);
    const rows = cursor.takeWhile((line, taken) => this.isRow(header, line, taken));
    if (rows.length > 0) log.addAt('indent', rows[0]!.line);
    return flatRows(rows, log);
  }

  private isRow(header: TableHeader, { line, isItem }: TreeLine, taken: number): boolean {
    if (isItem) return true;
    if (this.isHeader(line) || (!header.keyed && isEntry(line))) return false;
    return !this.context.rules.prose || isRowAmongProse(header, line, taken);
  }
}

/** All lines at and below some lines, in order. */
export function flatRows(nodes: readonly TreeLine[], log: IssueLog): SourceLine[] {
  return nodes.flatMap(({ line, children, isItem }) => {
    if (isItem) log.addAt('bullets', line);
    return isItem ? flatRows(children, log) : [line, ...flatRows(children, log)];
  });
}

/** Text that goes on behind a table is no row: it has another width, or stands behind a blank line. */
function isRowAmongProse(header: TableHeader, line: SourceLine, taken: number): boolean {
  const isFull = header.count !== undefined && taken >= header.count;
  if (line.blankBefore > 0 && (isFull || taken > 0)) return false;
  if (line.content.startsWith('|')) return true;
  const width = cellFields(header.fields).length;
  const hasWidth = [...header.delimiters, '|', '\t', ','].some(
    (delimiter) => rowPieces(line.content, delimiter).length === width,
  );
  return hasWidth && !(isFull && ENDS_SENTENCE.test(line.content));
}
