import { readBracketDocument } from '../decode/bracket-document.js';
import type { Decoder } from '../decode/decoder.js';
import type { ArrayHeader } from '../decode/header.js';
import type { SourceLine } from '../decode/source-line.js';
import type { TableReader } from '../decode/table-reader.js';
import { type JsonArray, type JsonObject, type JsonValue, setOwn } from '../json-value.js';
import type { ValuePath } from './decode-event.js';
import { type DecodeStep, tellDocument, tellItems, tellWhole, valueEvent } from './events.js';
import type { LineFeed } from './line-feed.js';

/**
 * Decodes a document of lines while it comes: the outermost levels step by step, and what stands
 * below them by the decoder of whole texts, once all its lines are there.
 */
export class LineStream {
  private readonly decoder: Decoder;

  constructor(
    private readonly feed: LineFeed,
    private readonly collect: boolean,
  ) {
    this.decoder = feed.decoder;
  }

  /** Reads the document. */
  *document(): Generator<DecodeStep, JsonValue> {
    while (this.feed.needsMore()) yield;
    const first = this.decoder.scope.lines.peek();
    if (first === undefined) return yield* tellWhole([], {});
    const form = this.decoder.form(first);
    if (form === 'object') return yield* this.object(first);
    if (form === 'brackets') return yield* this.brackets(first);
    this.decoder.scope.take(first);
    if (form === 'array') return yield* this.rootArray(first);
    const value = this.decoder.primitive(first);
    while (this.feed.needsMore()) yield;
    this.decoder.expectEnd();
    return yield* tellWhole([], value);
  }

  private *brackets(first: SourceLine): Generator<DecodeStep, JsonValue> {
    yield* this.feed.rest();
    return yield* tellDocument(readBracketDocument(this.decoder.scope, first));
  }

  private *rootArray(line: SourceLine): Generator<DecodeStep, JsonValue> {
    const value = yield* this.array(this.decoder.rootHeader(line), line, []);
    while (this.feed.needsMore()) yield;
    this.decoder.expectEnd();
    return value;
  }

  private *object(first: SourceLine): Generator<DecodeStep, JsonObject> {
    const { decoder, feed } = this;
    const object: JsonObject = {};
    decoder.scope.enter(first);
    for (;;) {
      while (feed.needsMore()) yield;
      const line = decoder.nextField(0);
      if (line === undefined) break;
      yield* this.field(line, object);
    }
    decoder.scope.leave();
    return object;
  }

  private *field(line: SourceLine, object: JsonObject): Generator<DecodeStep, void> {
    const { decoder } = this;
    const head = decoder.entryHead(line, object);
    let value: JsonValue;
    if (head.header) value = yield* this.array(head.header, line, [head.key]);
    else {
      if (!decoder.isOnLine(head, line)) yield* this.feed.block(line.indent);
      value = yield* tellItems([head.key], decoder.entryBody(head, line, 0));
    }
    // Without its value when nobody wants the whole: the key alone tells that it must not come again.
    setOwn(object, head.key, this.collect ? value : null);
  }

  private *array(
    header: ArrayHeader,
    line: SourceLine,
    path: ValuePath,
  ): Generator<DecodeStep, JsonValue> {
    const { decoder } = this;
    if (decoder.inlineStart(header, line) !== undefined) {
      return yield* tellItems(path, decoder.array(header, line, 0));
    }
    decoder.scope.enter(line);
    const table = decoder.table(header, line, 0);
    let value: JsonValue;
    if (table) value = yield* header.keyed ? this.keyed(table, path) : this.rows(table, path);
    else value = yield* this.list(header, line, path);
    decoder.scope.leave();
    return value;
  }

  private *rows(table: TableReader, path: ValuePath): Generator<DecodeStep, JsonArray> {
    const { feed, collect } = this;
    const rows: JsonArray = [];
    for (let index = 0; ; index++) {
      while (feed.needsMore()) yield;
      const row = table.nextRow();
      if (row === undefined) return index === 0 ? yield* tellWhole(path, rows) : rows;
      if (collect) rows.push(row);
      yield valueEvent([...path, index], row);
    }
  }

  private *keyed(table: TableReader, path: ValuePath): Generator<DecodeStep, JsonObject> {
    const { feed, collect } = this;
    const entries: JsonObject = {};
    for (let index = 0; ; index++) {
      while (feed.needsMore()) yield;
      const key = table.nextEntry(entries);
      if (key === undefined) return index === 0 ? yield* tellWhole(path, entries) : entries;
      yield valueEvent([...path, key], entries[key]!);
      if (!collect) setOwn(entries, key, null);
    }
  }

  private *list(
    header: ArrayHeader,
    line: SourceLine,
    path: ValuePath,
  ): Generator<DecodeStep, JsonArray> {
    const { feed, decoder, collect } = this;
    const entries = decoder.listEntries(header, line, 0);
    const list: JsonArray = [];
    for (let index = 0; ; index++) {
      while (feed.needsMore()) yield;
      const next = entries.next();
      if (next === undefined) return index === 0 ? yield* tellWhole(path, list) : list;
      if (!decoder.isItemOnLine(next)) yield* feed.block(next.indent);
      const item = decoder.item(next, entries.depth);
      if (collect) list.push(item);
      yield valueEvent([...path, index], item);
    }
  }
}
