import type { JsonObject, JsonValue } from '../../json-value.js';
import { PROGRAM_KEY } from '../plausible-ktof.js';
import { isEntry } from './entry-line.js';
import type { TreeLine } from './line-tree.js';
import type { LooseContext } from './loose-rules.js';
import { LooseValues } from './loose-values.js';
import { isMarkdownTable } from './markdown-table.js';
import { SiblingCursor } from './sibling-cursor.js';

/** Reads KTOF with the slips of models, from the tree of its lines. */
export class LooseDocument {
  private readonly values: LooseValues;

  constructor(private readonly context: LooseContext) {
    this.values = new LooseValues(context);
  }

  /** Whether something was read that only data looks like: a table, or a list of records. */
  get isData(): boolean {
    return this.values.tables > 0 || this.values.hasRecords;
  }

  /** The value of a whole document. */
  read(roots: readonly TreeLine[]): JsonValue {
    const { log, rules } = this.context;
    const [first] = roots;
    if (first === undefined) throw log.refuse('unreadable', 0);
    if (isMarkdownTable(roots)) return this.values.markdown(roots);
    if (roots.every((root) => root.isItem)) return this.values.list(roots, first.line);
    const cursor = new SiblingCursor(roots);
    if (rules.prose) return this.amongProse(cursor, roots);
    if (this.values.headerOf(first.line)?.key !== '') return this.values.object(cursor, first.line);
    const value = this.values.keyless(cursor);
    const rest = cursor.peek();
    if (rest) throw log.refuseAt('unreadable', rest.line);
    return value;
  }

  /** Takes what is data and leaves out what is not. */
  private amongProse(cursor: SiblingCursor, roots: readonly TreeLine[]): JsonValue {
    const headers = roots.map(({ line }) => this.values.headerOf(line));
    const hasProgramKeys = headers.some((header) => header && PROGRAM_KEY.test(header.key));
    const target: JsonObject = {};
    for (let node = cursor.peek(); node; node = cursor.peek()) {
      const header = this.values.headerOf(node.line);
      if (header?.key === '' && header.fields) return this.rootTable(cursor, node, target);
      const isData = header ? header.key !== '' : isEntryOfData(node, hasProgramKeys);
      if (isData) this.values.entry(cursor, target);
      else this.skip(cursor);
    }
    return target;
  }

  private rootTable(cursor: SiblingCursor, { line }: TreeLine, target: JsonObject): JsonValue {
    const { log } = this.context;
    if (Object.keys(target).length > 0) throw log.refuseAt('unreadable', line);
    const value = this.values.keyless(cursor);
    for (let rest = cursor.peek(); rest; rest = cursor.peek()) {
      if (this.values.headerOf(rest.line)) throw log.refuseAt('unreadable', rest.line);
      this.skip(cursor);
    }
    return value;
  }

  /** Text right below a table with lines deeper than itself may have rows of the table among them. */
  private skip(cursor: SiblingCursor): void {
    const { line, children } = cursor.take()!;
    const isInside = this.values.tables > 0 && line.blankBefore === 0 && children.length > 0;
    if (isInside) throw this.context.log.refuseAt('unreadable', line);
    this.context.log.addAt('surrounding-text', line);
  }
}

/** Prose begins its labels with a capital: `Note: …`. */
function isEntryOfData({ line, children, isItem }: TreeLine, hasProgramKeys: boolean): boolean {
  if (isItem || !isEntry(line)) return false;
  const isEmpty = line.content.endsWith(':') && children.length === 0;
  return !(/^[A-Z]/.test(line.content) && (hasProgramKeys || isEmpty));
}
