import { SourceLine } from '../decode/source-line.js';
import type { ResolvedDecodeOptions } from '../decode-options.js';
import { BracketStream } from './bracket-stream.js';
import { DocumentStart, type StartForm } from './document-start.js';
import type { DecodeStep } from './events.js';
import { LineFeed } from './line-feed.js';
import { LineStream } from './line-stream.js';
import { type Place, placeBehind } from './place.js';
import type { TextFeed } from './text-feed.js';

const TEXT_START: Place = { line: 1, column: 1 };

/** Decodes a text while it comes. */
export class StreamDecoder {
  /** Where the text ends so far. */
  place = (): Place => placeBehind(TEXT_START, this.feed.peek().join(''));

  /** Whether what was told last might have been longer, had the text not ended there. */
  mayBeCut = (): boolean => false;

  constructor(
    private readonly feed: TextFeed,
    private readonly options: ResolvedDecodeOptions,
    private readonly collect: boolean,
  ) {}

  /** Reads the document. Throws `KaizenFormatError` when its turn comes. */
  *steps(): Generator<DecodeStep, void> {
    const start = new DocumentStart();
    const form = yield* this.find(start);
    const document = form === 'lines' ? this.lines() : this.brackets(start);
    const value = yield* document;
    yield this.collect ? { type: 'done', value } : { type: 'done' };
  }

  private *find(start: DocumentStart): Generator<undefined, StartForm> {
    for (let seen = 0; ; seen++) {
      while (seen >= this.feed.peek().length) {
        if (this.feed.isEnded) return start.end();
        yield;
      }
      const form = start.add(this.feed.peek()[seen]!);
      if (form !== undefined) return form;
    }
  }

  private lines() {
    const lines = new LineFeed(this.feed, this.options);
    this.place = () => lines.place();
    this.mayBeCut = () => lines.mayBeCut;
    return new LineStream(lines, this.collect).document();
  }

  private brackets({ offset, number }: DocumentStart) {
    const text = this.feed.take().join('').slice(offset);
    const first = new SourceLine(text, number, 0, 0, 0);
    const stream = new BracketStream(this.feed, this.collect, first, this.options.maxDepth);
    this.place = () => stream.place();
    return stream.document();
  }
}
