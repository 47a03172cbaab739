import type { ResolvedDecodeOptions } from '../decode-options.js';
import { type JsonArray, type JsonObject, type JsonValue, setOwn } from '../json-value.js';
import { BRACE_OPEN, BRACKET_OPEN, skipSpaces } from '../syntax/characters.js';
import { ArrayEntries } from './array-entries.js';
import { readBracketDocument } from './bracket-document.js';
import { type Cell, CellReader, orEmptyText } from './cell-reader.js';
import { DecodeScope, wrongCount, wrongDepth } from './decode-scope.js';
import { type ArrayHeader, HeaderReader, looksLikeHeader } from './header.js';
import { readHeaderKey, readKey } from './key.js';
import { indexOfUnquoted } from './quoted.js';
import type { SourceLine } from './source-line.js';
import { TableReader } from './table-reader.js';

/** What a whole document is: a value in brackets, entries, an array with a header, or one primitive. */
export type DocumentForm = 'brackets' | 'object' | 'array' | 'primitive';

/** The key of an entry, and what its line says behind it. */
export interface EntryHead {
  readonly key: string;
  /** Where the text behind the key's colon begins. */
  readonly end: number;
  /** The header behind the key, where there is one. */
  readonly header: ArrayHeader | undefined;
}

/** Reads a whole document, or its parts one by one. One instance reads one text, once. */
export class Decoder {
  readonly scope: DecodeScope;
  private readonly values: CellReader;
  private readonly headers: HeaderReader;

  constructor(text: string, options: ResolvedDecodeOptions) {
    this.scope = new DecodeScope(text, options);
    this.values = new CellReader('', this.scope);
    this.headers = new HeaderReader(this.scope);
  }

  document(): JsonValue {
    const first = this.scope.lines.peek();
    if (first === undefined) return {};
    const form = this.form(first);
    if (form === 'brackets') return readBracketDocument(this.scope, first);
    if (form === 'object') return this.object(first, 0);
    this.scope.take(first);
    const value = form === 'array' ? this.rootArray(first) : this.primitive(first);
    this.expectEnd();
    return value;
  }

  /** What the document is, as its first line tells. */
  form(first: SourceLine): DocumentForm {
    if (first.depth > 0) throw wrongDepth(first, 0);
    if (looksLikeHeader(first.content)) return 'array';
    const code = first.content.charCodeAt(0);
    if (code === BRACE_OPEN || code === BRACKET_OPEN) return 'brackets';
    return hasColon(first) ? 'object' : 'primitive';
  }

  /** The header of a document that is an array. */
  rootHeader(line: SourceLine): ArrayHeader {
    return this.headers.read(line, 0);
  }

  private rootArray(line: SourceLine): JsonValue {
    return this.array(this.rootHeader(line), line, 0);
  }

  /** A document that is one primitive. */
  primitive(line: SourceLine): JsonValue {
    return parseJsonString(line.content) ?? this.values.value(line, 0);
  }

  /** Refuses anything behind the value of the document. */
  expectEnd(): void {
    const line = this.scope.lines.peek();
    if (line) throw line.error(0, 'Text behind the value of the document', 'the end');
  }

  /** Reads the entries from the peeked line on, all at one level. */
  private object(first: SourceLine, depth: number): JsonObject {
    const object: JsonObject = {};
    this.scope.enter(first);
    this.fields(depth, object);
    this.scope.leave();
    return object;
  }

  private fields(depth: number, target: JsonObject): void {
    for (let line = this.nextField(depth); line; line = this.nextField(depth)) {
      this.field(line, depth, target);
    }
  }

  private field(line: SourceLine, depth: number, target: JsonObject): void {
    const head = this.entryHead(line, target);
    setOwn(target, head.key, this.entryBody(head, line, depth));
  }

  /** Takes the line of an object's next entry; undefined at its end. */
  nextField(depth: number): SourceLine | undefined {
    const line = this.scope.lines.peek();
    if (line === undefined || line.depth < depth) return undefined;
    if (line.depth !== depth) throw wrongDepth(line, depth);
    this.scope.take(line);
    return line;
  }

  /**
   * Reads `key:`, or `key[2]…:` with its header.
   *
   * @param target The object that is to have the key, and must not have it yet when strict.
   */
  entryHead(line: SourceLine, target: JsonObject): EntryHead {
    const headerKey = readHeaderKey(line);
    if (headerKey?.end === 0) {
      throw line.error(0, 'A header without a key', 'a key before "[" in an object');
    }
    const { key, end } = headerKey ?? readKey(line);
    if (this.scope.strict && Object.hasOwn(target, key)) {
      throw line.error(0, 'A key twice in one object', 'each key once');
    }
    const header = headerKey && this.headers.read(line, end);
    return { key, end, header };
  }

  /** Reads the value of an entry, on its line and on those below. */
  entryBody({ header, end }: EntryHead, line: SourceLine, depth: number): JsonValue {
    return header ? this.array(header, line, depth) : this.entryValue(line, end, depth);
  }

  /** Whether the value of an entry without a header stands on its line. */
  isOnLine({ end }: EntryHead, { content }: SourceLine): boolean {
    return skipSpaces(content, end) < content.length;
  }

  private entryValue(line: SourceLine, end: number, depth: number): JsonValue {
    const start = skipSpaces(line.content, end);
    if (start < line.content.length) return this.values.value(line, start);
    const next = this.scope.lines.peek();
    if (next === undefined || next.depth <= depth) return this.emptyObject(line);
    return this.object(next, this.scope.contentDepth(depth));
  }

  private emptyObject(line: SourceLine): JsonObject {
    this.scope.enter(line);
    this.scope.leave();
    return {};
  }

  /** @param base The level of the header's line. */
  array(header: ArrayHeader, line: SourceLine, base: number): JsonValue {
    const start = this.inlineStart(header, line);
    this.scope.enter(line);
    const array =
      start === undefined ? this.below(header, line, base) : this.inline(header, line, start);
    this.scope.leave();
    return array;
  }

  /** Reads an array whose entries stand on the lines below its header. */
  private below(header: ArrayHeader, line: SourceLine, base: number): JsonValue {
    const table = this.table(header, line, base);
    if (!table) return this.list(header, line, base);
    return header.keyed ? table.keyed() : table.rows();
  }

  /** Where the values of a list begin on its header's line; undefined when they stand below. */
  inlineStart({ end, rows }: ArrayHeader, line: SourceLine): number | undefined {
    const start = skipSpaces(line.content, end);
    if (start >= line.content.length) return undefined;
    if (!rows) return start;
    throw line.error(start, 'Text behind a table header', 'rows on lines of their own');
  }

  /** The reader of the rows below a header that declares fields. */
  table(header: ArrayHeader, line: SourceLine, base: number): TableReader | undefined {
    const { length, keyed, rows } = header;
    return rows && new TableReader(this.scope, { line, base, length, keyed, rows });
  }

  /** The `- ` lines below a header that declares no fields. */
  listEntries({ length }: ArrayHeader, line: SourceLine, base: number): ArrayEntries {
    return new ArrayEntries(this.scope, { line, base, length }, isItem);
  }

  private inline(header: ArrayHeader, line: SourceLine, start: number): JsonArray {
    const cells: Cell[] = [];
    const count = header.cells.row(line, start, cells);
    if (this.scope.strict && count !== header.length)
      throw wrongCount(line, start, header.length, count);
    return cells.map(orEmptyText);
  }

  private list(header: ArrayHeader, line: SourceLine, base: number): JsonArray {
    const items: JsonArray = [];
    const entries = this.listEntries(header, line, base);
    for (let item = entries.next(); item; item = entries.next()) {
      items.push(this.item(item, entries.depth));
    }
    return items;
  }

  /** Whether an item of a list is a value on its line. */
  isItemOnLine(line: SourceLine): boolean {
    return line.content === '-' || itemForm(behindHyphen(line)) === 'value';
  }

  /** Reads an item of a list, on its line and on those below. */
  item(line: SourceLine, depth: number): JsonValue {
    if (line.content === '-') return this.emptyObject(line);
    const item = behindHyphen(line);
    switch (itemForm(item)) {
      case 'array':
        return this.itemArray(item, depth);
      case 'object':
        return this.itemObject(item, depth + 1);
      case 'value':
        return this.values.value(item, 0);
    }
  }

  private itemArray(item: SourceLine, depth: number): JsonValue {
    const header = this.headers.read(item, 0);
    if (!header.rows) return this.array(header, item, depth);
    throw item.error(0, 'A table header without a key', 'a key before "[" in a list item');
  }

  /** The first entry stands behind the hyphen, the others one level deeper than it. */
  private itemObject(first: SourceLine, depth: number): JsonObject {
    const object: JsonObject = {};
    this.scope.enter(first);
    this.field(first, depth, object);
    this.fields(depth, object);
    this.scope.leave();
    return object;
  }
}

/** A document may be JSON: a string then may have escapes that TOON does not know. */
function parseJsonString(content: string): string | undefined {
  if (!content.startsWith('"') || !content.endsWith('"')) return undefined;
  try {
    return JSON.parse(content) as string;
  } catch {
    return undefined;
  }
}

function hasColon(line: SourceLine): boolean {
  return indexOfUnquoted(line.content, ':', 0) >= 0;
}

function behindHyphen(line: SourceLine): SourceLine {
  return line.from(skipSpaces(line.content, 2));
}

function itemForm(item: SourceLine): 'array' | 'object' | 'value' {
  if (looksLikeHeader(item.content)) return 'array';
  const first = item.content.charCodeAt(0);
  const isEntry = first !== BRACKET_OPEN && first !== BRACE_OPEN && hasColon(item);
  return isEntry ? 'object' : 'value';
}

function isItem({ content }: SourceLine): boolean {
  return content === '-' || content.startsWith('- ');
}
