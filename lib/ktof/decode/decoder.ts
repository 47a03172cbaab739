import { type ResolvedDecodeOptions } from '../decode-options.js';
import { type JsonArray, type JsonObject, type JsonValue, setOwn } from '../json-value.js';
import { BRACE_OPEN, BRACKET_OPEN, skipSpaces } from '../syntax/characters.js';
import { readBracketDocument } from './bracket-document.js';
import { type Cell, CellReader, orEmptyText } from './cell-reader.js';
import { DecodeScope, wrongCount, wrongDepth } from './decode-scope.js';
import { type ArrayHeader, looksLikeHeader, parseHeader } from './header.js';
import { readHeaderKey, readKey } from './key.js';
import { indexOfUnquoted } from './quoted.js';
import { type SourceLine } from './source-line.js';
import { TableReader } from './table-reader.js';

/** Reads a whole document. One instance reads one text, once. */
export class Decoder {
  private readonly scope: DecodeScope;
  private readonly values: CellReader;

  constructor(text: string, options: ResolvedDecodeOptions) {
    this.scope = new DecodeScope(text, options);
    this.values = new CellReader('', this.scope);
  }

  document(): JsonValue {
    const first = this.scope.lines.peek();
    if (first === undefined) return {};
    if (first.depth > 0) throw wrongDepth(first, 0);
    const code = first.content.charCodeAt(0);
    const isHeader = looksLikeHeader(first.content);
    if (code === BRACE_OPEN || (code === BRACKET_OPEN && !isHeader)) {
      return readBracketDocument(this.scope, first);
    }
    if (!isHeader && hasColon(first)) return this.object(first, 0);
    this.scope.take(first);
    const value = isHeader ? this.rootArray(first) : this.rootScalar(first);
    this.expectEnd();
    return value;
  }

  private rootArray(line: SourceLine): JsonValue {
    return this.array(parseHeader(line, 0, this.scope.strict), line, 0);
  }

  private rootScalar(line: SourceLine): JsonValue {
    return parseJsonString(line.content) ?? this.values.value(line, 0);
  }

  private expectEnd(): void {
    const line = this.scope.lines.peek();
    if (line) throw line.error(0, 'Text behind the value of the document', 'the end');
  }

  /** Reads the entries from the peeked line on, all at one level. */
  private object(first: SourceLine, depth: number, target: JsonObject = {}): JsonObject {
    return this.scope.nested(first, () => {
      this.fields(depth, target);
      return target;
    });
  }

  private fields(depth: number, target: JsonObject): void {
    for (;;) {
      const line = this.scope.lines.peek();
      if (line === undefined || line.depth < depth) return;
      if (line.depth !== depth) throw wrongDepth(line, depth);
      this.scope.take(line);
      this.entry(line, depth, target);
    }
  }

  /** Reads `key: value`, `key:` with lines below, or `key[2]…:`. */
  private entry(line: SourceLine, depth: number, target: JsonObject): void {
    const headerKey = readHeaderKey(line);
    if (headerKey?.end === 0) {
      throw line.error(0, 'A header without a key', 'a key before "[" in an object');
    }
    const { key, end } = headerKey ?? readKey(line);
    if (this.scope.strict && Object.hasOwn(target, key)) {
      throw line.error(0, 'A key twice in one object', 'each key once');
    }
    const value = headerKey
      ? this.array(parseHeader(line, end, this.scope.strict), line, depth)
      : this.entryValue(line, end, depth);
    setOwn(target, key, value);
  }

  private entryValue(line: SourceLine, end: number, depth: number): JsonValue {
    const start = skipSpaces(line.content, end);
    if (start < line.content.length) return this.values.value(line, start);
    const next = this.scope.lines.peek();
    if (next === undefined || next.depth <= depth) return this.emptyObject(line);
    return this.object(next, this.scope.contentDepth(depth));
  }

  private emptyObject(line: SourceLine): JsonObject {
    return this.scope.nested(line, () => ({}));
  }

  /** @param base The level of the header's line. */
  private array(header: ArrayHeader, line: SourceLine, base: number): JsonValue {
    const start = skipSpaces(line.content, header.end);
    const hasInline = start < line.content.length;
    const { fields } = header;
    if (fields && hasInline)
      throw line.error(start, 'Text behind a table header', 'rows on lines of their own');
    return this.scope.nested(line, () => {
      if (fields) {
        const reader = new TableReader(this.scope, { ...header, fields, line, base });
        return header.keyed ? reader.keyed() : reader.rows();
      }
      return hasInline ? this.inline(header, line, start) : this.list(header, line, base);
    });
  }

  private inline(header: ArrayHeader, line: SourceLine, start: number): JsonArray {
    const cells: Cell[] = [];
    const count = new CellReader(header.delimiter, this.scope).row(line, start, cells);
    if (this.scope.strict && count !== header.length)
      throw wrongCount(line, start, header.length, count);
    return cells.map(orEmptyText);
  }

  private list({ length }: ArrayHeader, line: SourceLine, base: number): JsonArray {
    const items: JsonArray = [];
    this.scope.entries({ line, base, length }, isItem, (item, depth) => {
      items.push(this.item(item, depth));
    });
    return items;
  }

  private item(line: SourceLine, depth: number): JsonValue {
    if (line.content === '-') return this.emptyObject(line);
    const item = line.from(skipSpaces(line.content, 2));
    const first = item.content.charCodeAt(0);
    if (looksLikeHeader(item.content)) return this.itemArray(item, depth);
    const isEntry = first !== BRACKET_OPEN && first !== BRACE_OPEN && hasColon(item);
    return isEntry ? this.itemObject(item, depth + 1) : this.values.value(item, 0);
  }

  private itemArray(item: SourceLine, depth: number): JsonValue {
    const header = parseHeader(item, 0, this.scope.strict);
    if (!header.fields) return this.array(header, item, depth);
    throw item.error(0, 'A table header without a key', 'a key before "[" in a list item');
  }

  /** The first entry stands behind the hyphen, the others one level deeper than it. */
  private itemObject(first: SourceLine, depth: number): JsonObject {
    return this.scope.nested(first, () => {
      const target: JsonObject = {};
      this.entry(first, depth, target);
      this.fields(depth, target);
      return target;
    });
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

function isItem({ content }: SourceLine): boolean {
  return content === '-' || content.startsWith('- ');
}
