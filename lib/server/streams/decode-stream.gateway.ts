import { Inject, Injectable } from '@nestjs/common';
import { unknownFields } from '../../contract/read-fields.js';
import type { DecodeOptionsDto } from '../../contract/requests/decode-options.dto.js';
import { STREAM_EVENTS_TYPE } from '../../contract/stream-routes.js';
import { LoopShare } from '../../engine/pool/loop-share.js';
import { type DecodeStreamPart, StreamEngine } from '../../engine/stream/stream-engine.js';
import { KaizenStreamError } from '../../errors/stream.error.js';
import type { AnswerStream } from '../http/answer-stream.js';
import { BodyChunks } from '../http/body-chunks.js';
import type { Exchange } from '../http/exchange.js';
import { Exchanges } from '../http/exchanges.js';
import { Replies } from '../http/replies.js';
import { parsedBody } from '../http/request-bodies.js';
import { requireText } from '../http/require-type.js';
import { type HeldBytes, Load } from '../limits/load.js';
import type { ResolvedServerOptions } from '../options/server-options.js';
import { KAIZEN_SERVER_OPTIONS } from '../options/server-options-token.js';
import { errorPart } from '../refusals/error-body.js';
import { readDecodeQuery } from './decode-query.js';
import { EventLines } from './event-lines.js';

/** A text under way, and where its events go. */
interface Decoding {
  readonly exchange: Exchange;
  /** What the HTTP adapter calls the request. */
  readonly request: unknown;
  readonly options: DecodeOptionsDto;
  readonly held: HeldBytes;
  readonly lines: EventLines;
}

/** From a text to the values in it, while it comes. */
@Injectable()
export class DecodeStreamGateway {
  private readonly engine: StreamEngine;

  constructor(
    @Inject(KAIZEN_SERVER_OPTIONS) private readonly options: ResolvedServerOptions,
    private readonly exchanges: Exchanges,
    private readonly load: Load,
    private readonly replies: Replies,
    private readonly share: LoopShare,
  ) {
    const { maxDepth, maxStreamValueBytes: maxPayloadBytes } = options;
    this.engine = new StreamEngine({ maxDepth, maxPayloadBytes });
  }

  /**
   * Answers a request. What it rejects with is for the route's filter.
   *
   * @param request What the HTTP adapter calls the request. @param response What it calls the response.
   */
  async serve(request: unknown, response: unknown): Promise<void> {
    const exchange = this.exchanges.of(request, response);
    requireText(exchange.request);
    const options = readDecodeQuery(exchange.request.url);
    await this.load.admit((held) =>
      this.replies.stream(exchange, STREAM_EVENTS_TYPE, async (answer) => {
        const lines = new EventLines(answer);
        await this.decode({ exchange, request, options, held, lines }, answer);
      }),
    );
  }

  private async decode(decoding: Decoding, answer: AnswerStream): Promise<void> {
    const { exchange, lines } = decoding;
    try {
      await this.tellValues(decoding);
    } catch (error) {
      const cause = error instanceof KaizenStreamError ? error.cause : error;
      if (lines.isEmpty || exchange.isGone) throw cause;
      const part = errorPart(this.replies.note(exchange, cause));
      lines.add({ type: 'error', ...part });
      answer.status = part.status_code;
    }
    await lines.flush();
  }

  private async tellValues(decoding: Decoding): Promise<void> {
    const { exchange, options, held, lines } = decoding;
    let waiting = 0;
    const source = this.sourceOf(decoding, (count) => {
      held.add(count);
      waiting += count;
    });
    const request = { source, options, collect: false };
    for await (const part of this.engine.decode(request, exchange.signal)) {
      held.release(waiting);
      waiting = 0;
      if (lines.add(eventOf(part))) await lines.flush();
      if (this.share.isSpent()) await this.share.next();
    }
  }

  /** Before it waits for more text, all is written that there is to tell. */
  private sourceOf(
    { exchange, request, lines }: Decoding,
    onBytes: (count: number) => void,
  ): Buffer | BodyChunks {
    const { maxStreamBytes: maxBytes, streamIdleMs: idleMs } = this.options;
    const limits = { maxBytes, idleMs, onBytes, beforeWait: () => lines.flush() };
    return parsedBody(exchange, request) ?? new BodyChunks(exchange.request, limits);
  }
}

function eventOf(part: DecodeStreamPart): object {
  if (part.type === 'value') return part;
  return { type: 'done', ...unknownFields(part.body, ['result']) };
}
