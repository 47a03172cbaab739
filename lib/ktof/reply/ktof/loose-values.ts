import { CellReader, orEmptyText } from '../../decode/cell-reader.js';
import { readKey } from '../../decode/key.js';
import type { SourceLine } from '../../decode/source-line.js';
import { type JsonArray, type JsonObject, type JsonValue, setOwn } from '../../json-value.js';
import { skipSpaces } from '../../syntax/characters.js';
import { PROGRAM_KEY } from '../plausible-ktof.js';
import type { IssueLog } from '../issue-log.js';
import { isEntry } from './entry-line.js';
import type { TreeLine } from './line-tree.js';
import { LooseCells } from './loose-cell.js';
import { type LooseHeader, looseHeader } from './loose-header.js';
import { LooseRows, type TableHeader, flatRows } from './loose-rows.js';
import { type LooseContext, nested } from './loose-rules.js';
import { LooseScalars } from './loose-scalars.js';
import { LooseTable } from './loose-table.js';
import { isMarkdownTable, markdownTable } from './markdown-table.js';
import { SiblingCursor } from './sibling-cursor.js';
import type { TableTools } from './table-tools.js';

/** Reads the values of a loose document. */
export class LooseValues {
  /** How many tables with rows were read. */
  tables = 0;
  /** Whether a list of objects with more than one key each, or a Markdown table, was read. */
  hasRecords = false;
  private readonly cells: LooseCells;
  private readonly scalars: LooseScalars;
  private readonly rows: LooseRows;
  private readonly log: IssueLog;
  /** For looking at a line without reading it. */
  private readonly unheard: IssueLog;

  constructor(private readonly context: LooseContext) {
    this.log = context.log;
    this.unheard = context.log.apart();
    this.cells = new LooseCells(context.scope, context.log);
    this.scalars = new LooseScalars(context, this.cells);
    this.rows = new LooseRows(context, (line) => this.headerOf(line) !== undefined);
  }

  /** The header that a line is, if it is one. Nothing is noted. */
  headerOf(line: SourceLine): LooseHeader | undefined {
    return looseHeader(line, this.unheard);
  }

  /** The object of all entries that are left. */
  object(cursor: SiblingCursor, first: SourceLine): JsonObject {
    return nested(this.context, first, () => {
      const target: JsonObject = {};
      while (cursor.peek()) this.entry(cursor, target);
      return target;
    });
  }

  /** Takes one entry, with the lines that belong to it. */
  entry(cursor: SiblingCursor, target: JsonObject): void {
    const node = cursor.take()!;
    if (node.isItem) throw this.log.refuseAt('unreadable', node.line);
    const header = looseHeader(node.line, this.log);
    const { key, end } = header ?? readKey(node.line);
    if (Object.hasOwn(target, key)) throw this.log.refuseAt('duplicate-key', node.line);
    if (header?.key === '') throw this.log.refuseAt('unreadable', node.line);
    const value = header ? this.array(header, node, cursor) : this.value(node, end, cursor);
    setOwn(target, key, value);
  }

  /** Takes an array whose header has no key. */
  keyless(cursor: SiblingCursor): JsonValue {
    const node = cursor.take()!;
    return this.array(looseHeader(node.line, this.log)!, node, cursor);
  }

  /** A list that has no header. */
  list(items: readonly TreeLine[], line: SourceLine): JsonArray {
    this.log.addAt('yaml-list', line);
    const list = nested(this.context, line, () => items.map((item) => this.item(item)));
    this.hasRecords ||= list.length > 1 && list.every(isRecord);
    return list;
  }

  /** A Markdown table as a list of objects. */
  markdown(lines: readonly TreeLine[]): JsonValue {
    this.hasRecords = true;
    return markdownTable(flatRows(lines, this.log), this.tools());
  }

  private value(node: TreeLine, end: number, cursor: SiblingCursor): JsonValue {
    const start = skipSpaces(node.line.content, end);
    if (start < node.line.content.length) return this.scalar(node, start);
    if (isMarkdownTable(node.children)) return this.markdown(node.children);
    const { children } = node;
    const below = children.length > 0 ? children : cursor.takeWhile((line) => line.isItem);
    if (below.length === 0) return this.nothing(node.line);
    if (below.every((line) => line.isItem)) return this.list(below, node.line);
    return this.object(new SiblingCursor(below), node.line);
  }

  /** A key with nothing behind it: an empty object in KTOF, null in YAML. */
  private nothing(line: SourceLine): JsonValue {
    if (!this.context.rules.yaml) return nested(this.context, line, () => ({}));
    this.log.addAt('yaml', line);
    return null;
  }

  private scalar({ line, children }: TreeLine, start: number): JsonValue {
    if (children.length > 0) throw this.log.refuseAt('unreadable', children[0]!.line);
    return this.scalars.read(line, start);
  }

  private item({ line, children }: TreeLine): JsonValue {
    const [first] = children;
    if (first === undefined) return nested(this.context, line, () => ({}));
    if (first.isItem) return this.list(children, line);
    const cursor = new SiblingCursor(children);
    const header = this.headerOf(first.line);
    if (header?.key === '') return this.alone(cursor, this.keyless(cursor));
    if (header || isEntry(first.line)) return this.object(cursor, line);
    cursor.take();
    return this.alone(cursor, this.scalar(first, 0));
  }

  private alone(cursor: SiblingCursor, value: JsonValue): JsonValue {
    const rest = cursor.peek();
    if (rest) throw this.log.refuseAt('unreadable', rest.line);
    return value;
  }

  private array(header: LooseHeader, node: TreeLine, cursor: SiblingCursor): JsonValue {
    const { line } = node;
    const hasInline = header.end < line.content.length;
    return nested(this.context, line, () => {
      if (!isTable(header)) {
        return hasInline ? this.inline(header, node) : this.items(header, node, cursor);
      }
      if (hasInline) throw this.log.refuseAt('unreadable', line, header.end);
      return this.table(header, node, cursor);
    });
  }

  private inline(header: LooseHeader, { line, children }: TreeLine): JsonArray {
    if (children.length > 0) throw this.log.refuseAt('unreadable', children[0]!.line);
    const cells: (JsonValue | undefined)[] = [];
    new CellReader(header.delimiters[0]!, this.context.scope).row(line, header.end, cells);
    this.checkCount(header, line, cells.length, line);
    return cells.map(orEmptyText);
  }

  private items(header: LooseHeader, node: TreeLine, cursor: SiblingCursor): JsonArray {
    const { children } = node;
    const items = children.length > 0 ? children : cursor.takeWhile((line) => line.isItem);
    if (items !== children && items.length > 0) this.log.addAt('indent', items[0]!.line);
    const other = items.find((item) => !item.isItem);
    if (other) throw this.log.refuseAt('unreadable', other.line);
    this.noteBlankLines(items.map(({ line }) => line));
    this.checkCount(header, node.line, items.length, lastLine(items) ?? node.line);
    return items.map((item) => this.item(item));
  }

  private table(header: TableHeader, node: TreeLine, cursor: SiblingCursor): JsonValue {
    const rows = this.rows.below(header, node, cursor);
    if (rows.length === 0) return this.noRows(header, node.line);
    this.noteBlankLines(rows);
    const { value, count } = new LooseTable(header, this.tools()).read(rows);
    this.checkCount(header, node.line, count, rows.at(-1)!);
    this.tables++;
    return value;
  }

  private noRows(header: TableHeader, line: SourceLine): JsonValue {
    if (header.count !== 0) throw this.log.refuseAt('count-mismatch', line);
    return header.keyed ? {} : [];
  }

  private tools(): TableTools {
    const { cutLine } = this.context.rules;
    const mayBeCut = (line: SourceLine) => line.number === cutLine;
    return { cells: this.cells, log: this.log, mayBeCut };
  }

  private noteBlankLines(lines: readonly SourceLine[]): void {
    const line = lines.find(({ blankBefore }) => blankBefore > 0);
    if (line) this.log.addAt('blank-line', line);
  }

  private checkCount(header: LooseHeader, line: SourceLine, count: number, last: SourceLine): void {
    if (header.count === undefined || header.count === count) return;
    this.log.addAt('count-mismatch', line);
    const isAtEnd = last.number === this.context.rules.openLine;
    if (count < header.count && isAtEnd) this.log.truncated = true;
  }
}

function isTable(header: LooseHeader): header is TableHeader {
  return header.fields !== undefined;
}

/** Whether a list item can only be data: more than one key, each as programs write them. */
function isRecord(value: JsonValue): boolean {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return keys.length > 1 && keys.every((key) => PROGRAM_KEY.test(key));
}

function lastLine(items: readonly TreeLine[]): SourceLine | undefined {
  const last = items.at(-1);
  return last && (lastLine(last.children) ?? last.line);
}
