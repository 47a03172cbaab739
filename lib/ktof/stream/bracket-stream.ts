import { expectDocumentEnd } from '../decode/bracket-document.js';
import { BracketParser } from '../decode/bracket-parser.js';
import { SourceLine } from '../decode/source-line.js';
import { type JsonArray, type JsonObject, type JsonValue, setOwn } from '../json-value.js';
import { BRACE_CLOSE, BRACKET_CLOSE, BRACKET_OPEN, COMMA } from '../syntax/characters.js';
import type { ValuePath } from './decode-event.js';
import { type DecodeStep, tellWhole, valueEvent } from './events.js';
import { type Place, placeBehind } from './place.js';
import type { TextFeed } from './text-feed.js';
import { ValueScanner } from './value-scanner.js';

/** Decodes a document in brackets, JSON as a rule, while it comes. */
export class BracketStream {
  /** What is still to be read. */
  private text: SourceLine;
  private parser: BracketParser;
  /** What has come for a value that is not complete. */
  private pending: string[] = [];

  /** @param first The first text, from the opening bracket on. */
  constructor(
    private readonly feed: TextFeed,
    private readonly collect: boolean,
    first: SourceLine,
    maxDepth: number,
  ) {
    this.text = first;
    this.parser = new BracketParser(this.text, 0, maxDepth);
  }

  /** Reads the document. */
  *document(): Generator<DecodeStep, JsonValue> {
    const isList = this.text.content.charCodeAt(0) === BRACKET_OPEN;
    const value = yield* isList ? this.list([]) : this.object();
    while (!this.feed.isEnded) {
      yield;
      this.pending.push(...this.feed.take());
    }
    this.append();
    expectDocumentEnd(this.parser, this.text);
    return value;
  }

  /** Where the next character will stand. */
  place(): Place {
    const { number, indent, content } = this.text;
    const start = { line: number, column: indent + 1 };
    return placeBehind(start, content + this.pending.join(''));
  }

  private *list(path: ValuePath): Generator<DecodeStep, JsonArray> {
    const list: JsonArray = [];
    this.parser.open();
    if ((yield* this.next()) === BRACKET_CLOSE) yield* tellWhole(path, list);
    else {
      let index = 0;
      do {
        const isComplete = yield* this.wait(new ValueScanner(false));
        const item = this.parser.value();
        if (this.collect) list.push(item);
        if (isComplete && this.isFollowed(BRACKET_CLOSE))
          yield valueEvent([...path, index++], item);
        yield* this.next();
      } while (this.parser.takes(COMMA));
    }
    this.parser.close(BRACKET_CLOSE);
    return list;
  }

  private *object(): Generator<DecodeStep, JsonObject> {
    const object: JsonObject = {};
    this.parser.open();
    if ((yield* this.next()) === BRACE_CLOSE) yield* tellWhole([], object);
    else {
      do {
        yield* this.member(object);
        yield* this.next();
      } while (this.parser.takes(COMMA));
    }
    this.parser.close(BRACE_CLOSE);
    return object;
  }

  private *member(object: JsonObject): Generator<DecodeStep, void> {
    yield* this.wait(new ValueScanner(true));
    const key = this.parser.key();
    const isList = (yield* this.next()) === BRACKET_OPEN;
    const value = yield* isList ? this.list([key]) : this.whole([key]);
    if (this.collect) setOwn(object, key, value);
  }

  private *whole(path: ValuePath): Generator<DecodeStep, JsonValue> {
    const isComplete = yield* this.wait(new ValueScanner(false));
    const value = this.parser.value();
    if (isComplete && this.isFollowed(BRACE_CLOSE)) yield valueEvent(path, value);
    return value;
  }

  /** Whether what follows a value is right, as far as it is there. */
  private isFollowed(closing: number): boolean {
    const code = this.parser.skipBlanks();
    return code === COMMA || code === closing || Number.isNaN(code);
  }

  /** Waits until a value or key is complete; false when the text ends before. */
  private *wait(scanner: ValueScanner): Generator<undefined, boolean> {
    let isComplete = scanner.endsIn(this.text.content, this.parser.position);
    for (;;) {
      for (const piece of this.feed.take()) {
        this.pending.push(piece);
        isComplete ||= scanner.endsIn(piece, 0);
      }
      if (isComplete || this.feed.isEnded) break;
      yield;
    }
    this.append();
    return isComplete;
  }

  /** The code unit that comes next, blanks excepted; NaN at the end. */
  private *next(): Generator<undefined, number> {
    for (;;) {
      const code = this.parser.skipBlanks();
      if (!Number.isNaN(code)) return code;
      this.pending.push(...this.feed.take());
      if (this.pending.length > 0) this.append();
      else if (this.feed.isEnded) return code;
      else yield;
    }
  }

  /** Puts what has come behind what is still to be read. */
  private append(): void {
    if (this.pending.length === 0) return;
    const { position, levels } = this.parser;
    const { number, indent, content } = this.text;
    const start = { line: number, column: indent + 1 };
    const { line, column } = placeBehind(start, content.slice(0, position));
    const rest = content.slice(position) + this.pending.join('');
    this.pending = [];
    this.text = new SourceLine(rest, line, column - 1, 0, 0);
    this.parser = new BracketParser(this.text, 0, levels);
    this.feed.holds(rest);
  }
}
