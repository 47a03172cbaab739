import { CellReader, orEmptyText } from '../../decode/cell-reader.js';
import { type DecodeScope } from '../../decode/decode-scope.js';
import { type Field } from '../../decode/field-list.js';
import { readKey } from '../../decode/key.js';
import { type SourceLine } from '../../decode/source-line.js';
import { type JsonArray, type JsonObject, type JsonValue, setOwn } from '../../json-value.js';
import { skipSpaces } from '../../syntax/characters.js';
import { type IssueLog } from '../issue-log.js';
import { PROGRAM_KEY } from '../plausible-ktof.js';
import { type YamlScalar, yamlScalar } from '../yaml-scalars.js';
import { type TreeLine } from './line-tree.js';
import { LooseCells } from './loose-cell.js';
import { type LooseHeader, looseHeader } from './loose-header.js';
import { hasColon, isEntry, isSiblingRow } from './loose-lines.js';
import { LooseTable } from './loose-table.js';
import { isMarkdownTable, markdownTable } from './markdown-table.js';
import { SiblingCursor } from './sibling-cursor.js';

/** What the reader of a loose document must know of its passage. */
export interface LooseRules {
  /** Text that is no data may stand between the entries. */
  readonly prose: boolean;
  readonly yaml: boolean;
  /** The number of the last line if the text may go on behind it, else 0. */
  readonly openLine: number;
  /** The same, if that line itself may go on. */
  readonly cutLine: number;
}

type TableHeader = LooseHeader & { readonly fields: readonly Field[] };

/** Reads KTOF with the slips of models, from the tree of its lines. */
export class LooseDocument {
  /** How many tables with rows were read. */
  tables = 0;
  /** Whether a list of objects with more than one key each, or a Markdown table, was read. */
  hasRecords = false;
  private readonly cells: LooseCells;

  constructor(
    private readonly scope: DecodeScope,
    private readonly log: IssueLog,
    private readonly rules: LooseRules,
  ) {
    this.cells = new LooseCells(scope, log);
  }

  /** The value of a whole document. */
  document(roots: readonly TreeLine[]): JsonValue {
    const [first] = roots;
    if (first === undefined) throw this.log.refuse('unreadable', 0);
    if (isMarkdownTable(roots)) return this.markdown(roots);
    if (roots.every((root) => root.isItem)) return this.list(roots, first.line);
    const cursor = new SiblingCursor(roots);
    if (this.rules.prose) return this.amongProse(cursor, roots);
    const header = looseHeader(first.line, this.log);
    if (header?.key !== '') return this.object(cursor, first.line);
    cursor.take();
    const value = this.array(header, first, cursor);
    const rest = cursor.peek();
    if (rest) throw this.log.refuseAt('unreadable', rest.line);
    return value;
  }

  /** Takes what is data and leaves out what is not. */
  private amongProse(cursor: SiblingCursor, roots: readonly TreeLine[]): JsonValue {
    const hasProgramKeys = roots.some(({ line }) => PROGRAM_KEY.test(this.headerOf(line)?.key ?? ''));
    const target: JsonObject = {};
    for (let node = cursor.peek(); node; node = cursor.peek()) {
      const header = this.headerOf(node.line);
      if (header?.key === '' && header.fields) return this.rootTable(cursor, target);
      const isData = header ? header.key !== '' : this.isEntryOfData(node, hasProgramKeys);
      if (isData) this.entry(cursor, target);
      else this.skip(cursor);
    }
    return target;
  }

  private rootTable(cursor: SiblingCursor, target: JsonObject): JsonValue {
    const node = cursor.take()!;
    if (Object.keys(target).length > 0) throw this.log.refuseAt('unreadable', node.line);
    const value = this.array(looseHeader(node.line, this.log)!, node, cursor);
    for (let rest = cursor.peek(); rest; rest = cursor.peek()) {
      if (this.headerOf(rest.line)) throw this.log.refuseAt('unreadable', rest.line);
      this.skip(cursor);
    }
    return value;
  }

  private headerOf(line: SourceLine): LooseHeader | undefined {
    return looseHeader(line, SILENT);
  }

  /** Prose begins its labels with a capital: `Note: …`. */
  private isEntryOfData({ line, children, isItem }: TreeLine, hasProgramKeys: boolean): boolean {
    if (isItem || !isEntry(line)) return false;
    const isEmpty = line.content.endsWith(':') && children.length === 0;
    const isLabel = /^[A-Z]/.test(line.content) && (hasProgramKeys || isEmpty);
    return !isLabel;
  }

  private skip(cursor: SiblingCursor): void {
    this.log.addAt('surrounding-text', cursor.take()!.line);
  }

  private object(cursor: SiblingCursor, first: SourceLine): JsonObject {
    return this.nested(first, () => {
      const target: JsonObject = {};
      while (cursor.peek()) this.entry(cursor, target);
      return target;
    });
  }

  private nested<T>(line: SourceLine, read: () => T): T {
    this.scope.enter(line);
    const result = read();
    this.scope.leave();
    return result;
  }

  private entry(cursor: SiblingCursor, target: JsonObject): void {
    const node = cursor.take()!;
    if (node.isItem) throw this.log.refuseAt('unreadable', node.line);
    const header = looseHeader(node.line, this.log);
    const { key, end } = header ?? readKey(node.line);
    if (Object.hasOwn(target, key)) throw this.log.refuseAt('duplicate-key', node.line);
    if (header?.key === '') throw this.log.refuseAt('unreadable', node.line);
    const value = header ? this.array(header, node, cursor) : this.value(node, end, cursor);
    setOwn(target, key, value);
  }

  private value(node: TreeLine, end: number, cursor: SiblingCursor): JsonValue {
    const start = skipSpaces(node.line.content, end);
    if (start < node.line.content.length) return this.scalar(node, start);
    if (isMarkdownTable(node.children)) return this.markdown(node.children);
    const items = node.children.length > 0 ? node.children : cursor.takeWhile((line) => line.isItem);
    if (items.length === 0) return this.nothing(node.line);
    if (items.every((line) => line.isItem)) return this.list(items, node.line);
    return this.object(new SiblingCursor(items), node.line);
  }

  /** A key with nothing behind it: an empty object in KTOF, null in YAML. */
  private nothing(line: SourceLine): JsonValue {
    if (!this.rules.yaml) return this.nested(line, () => ({}));
    this.log.addAt('yaml', line);
    return null;
  }

  private scalar({ line, children }: TreeLine, start: number): JsonValue {
    if (children.length > 0) throw this.log.refuseAt('unreadable', children[0]!.line);
    const text = line.content.slice(start);
    const yaml = this.rules.yaml ? this.yaml(text, line) : { bare: text };
    if ('string' in yaml) return yaml.string;
    const isOpen = yaml.bare.startsWith('"') && !/"/.test(yaml.bare.slice(1).replaceAll(/\\./g, ''));
    if (!isOpen) return orEmptyText(this.cells.read(yaml.bare, line, start));
    if (line.number === this.rules.cutLine) this.log.truncated = true;
    return orEmptyText(this.cells.unterminated(yaml.bare, line, start));
  }

  private yaml(text: string, line: SourceLine): YamlScalar {
    const scalar = yamlScalar(text);
    if (scalar === undefined) throw this.log.refuseAt('yaml', line);
    if ('string' in scalar) this.log.addAt('single-quotes', line);
    if ('string' in scalar || scalar.bare !== text) this.log.addAt('yaml', line);
    return scalar;
  }

  /** A list that has no header. */
  private list(items: readonly TreeLine[], line: SourceLine): JsonArray {
    this.log.addAt('yaml-list', line);
    const list = this.nested(line, () => items.map((item) => this.item(item)));
    this.hasRecords ||= list.length > 1 && list.every(isRecord);
    return list;
  }

  private item({ line, children }: TreeLine): JsonValue {
    const [first] = children;
    if (first === undefined) return this.nested(line, () => ({}));
    const cursor = new SiblingCursor(children);
    if (this.headerOf(first.line)?.key === '') {
      cursor.take();
      const value = this.array(looseHeader(first.line, this.log)!, first, cursor);
      return this.alone(cursor, value);
    }
    if (first.isItem) return this.list(children, line);
    const isObject = hasColon(first.line) && !/^[[{"][^:]*$|^[[{]/.test(first.line.content);
    if (isObject) return this.object(cursor, line);
    cursor.take();
    return this.alone(cursor, this.scalar(first, 0));
  }

  private alone(cursor: SiblingCursor, value: JsonValue): JsonValue {
    const rest = cursor.peek();
    if (rest) throw this.log.refuseAt('unreadable', rest.line);
    return value;
  }

  private array(header: LooseHeader, node: TreeLine, cursor: SiblingCursor): JsonValue {
    const hasInline = header.end < node.line.content.replace(/\*\*$/, '').length;
    return this.nested(node.line, () => {
      if (isTable(header)) {
        if (hasInline) throw this.log.refuseAt('unreadable', node.line, header.end);
        return this.table(header, node, cursor);
      }
      return hasInline ? this.inline(header, node) : this.items(header, node, cursor);
    });
  }

  private inline(header: LooseHeader, { line, children }: TreeLine): JsonArray {
    if (children.length > 0) throw this.log.refuseAt('unreadable', children[0]!.line);
    const cells: (JsonValue | undefined)[] = [];
    new CellReader(header.delimiters[0]!, this.scope).row(line, header.end, cells);
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
    const rows = this.rowsOf(header, node, cursor);
    if (rows.length === 0) return this.noRows(header, node.line);
    this.noteBlankLines(rows);
    const { cutLine } = this.rules;
    const mayBeCut = (line: SourceLine) => line.number === cutLine;
    const tools = { cells: this.cells, log: this.log, mayBeCut };
    const { value, count } = new LooseTable(header, tools).read(rows);
    this.checkCount(header, node.line, count, rows.at(-1)!);
    this.tables++;
    return value;
  }

  private noRows(header: TableHeader, line: SourceLine): JsonValue {
    if (header.count !== 0) throw this.log.refuseAt('count-mismatch', line);
    return header.keyed ? {} : [];
  }

  /** The rows below a header: deeper than it, or, where nothing is deeper, on its own level. */
  private rowsOf(header: TableHeader, node: TreeLine, cursor: SiblingCursor): SourceLine[] {
    if (node.children.length > 0) return this.flatRows(node.children);
    const isHeader = (line: SourceLine) => this.headerOf(line) !== undefined;
    const rule = { header, prose: this.rules.prose, isHeader };
    const rows = cursor.takeWhile((line, taken) => isSiblingRow(rule, line, taken));
    if (rows.length > 0) this.log.addAt('indent', rows[0]!.line);
    return this.flatRows(rows);
  }

  private flatRows(nodes: readonly TreeLine[]): SourceLine[] {
    return nodes.flatMap(({ line, children, isItem }) => {
      if (isItem) this.log.addAt('bullets', line);
      return isItem ? this.flatRows(children) : [line, ...this.flatRows(children)];
    });
  }

  private noteBlankLines(lines: readonly SourceLine[]): void {
    const line = lines.find(({ blankBefore }) => blankBefore > 0);
    if (line) this.log.addAt('blank-line', line);
  }

  private checkCount(header: LooseHeader, line: SourceLine, count: number, last: SourceLine): void {
    if (header.count === undefined || header.count === count) return;
    this.log.addAt('count-mismatch', line);
    if (count < header.count && last.number === this.rules.openLine) this.log.truncated = true;
  }

  private markdown(lines: readonly TreeLine[]): JsonValue {
    this.hasRecords = true;
    return markdownTable(this.flatRows(lines), this.cells, this.log);
  }
}

function isTable(header: LooseHeader): header is TableHeader {
  return header.fields !== undefined;
}

function isRecord(value: JsonValue): boolean {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return keys.length > 1 && keys.every((key) => PROGRAM_KEY.test(key));
}

function lastLine(items: readonly TreeLine[]): SourceLine | undefined {
  const last = items.at(-1);
  return last && (lastLine(last.children) ?? last.line);
}
