import { randomUUID } from 'node:crypto';
import type { AxiosResponse } from 'axios';
import { STREAM_ROUTES, STREAM_TEXT_TYPE } from '../../../contract/stream-routes.js';
import { unknownFields, type Wire } from '../../../contract/read-fields.js';
import type {
  DecodeStreamRequest,
  EncodeStreamRequest,
} from '../../../engine/stream/stream-engine.js';
import { KaizenAPIError } from '../../../errors/api.error.js';
import type { ResolvedKaizenOptions } from '../../../options/kaizen-options.js';
import type {
  KaizenDecodeStreamPart,
  KaizenEncodeStreamPart,
  KaizenStreamEnd,
  KaizenTransportCall,
} from '../../kaizen-transport.js';
import { tellEndOf } from '../failures/ended-call.js';
import { isAbsent, KnownRoutes } from '../known-routes.js';
import { requestBody } from '../request-body.js';
import { RequestState } from '../request-state.js';
import { CollectedValue } from './collected-value.js';
import type { EventReader } from './event-reader.js';
import { EventStream } from './event-stream.js';
import type { StreamLimits } from './stream-limits.js';
import { untilAborted } from './until-aborted.js';
import { Upload } from './upload.js';
import { decodeWhole, encodeWhole, type Execute } from './whole-answers.js';

/** What is sent to a route of streams. */
export interface StreamMessage {
  readonly path: string;
  readonly type: string;
  /** Absent for what is uploaded while it comes. */
  readonly body?: string;
}

/** How streams reach the service. */
export interface StreamSender {
  /** Resolves when the first event is there. Rejects with what axios says. */
  send(state: RequestState, message: StreamMessage): Promise<AxiosResponse<EventReader>>;
  /** Carries out an ordinary operation. */
  readonly execute: Execute;
  /** The id that a response gives, if it may be told. */
  readonly idOf: (headers: object, call: KaizenTransportCall) => string | undefined;
}

/** Statuses by which a service that has the route says that an empty text is not one it takes. */
const NOT_EMPTY = [400, 411, 413, 415, 422];

/** The streams that a client asks a service for. */
export class StreamRequests {
  readonly #routes = new KnownRoutes();

  constructor(
    private readonly options: ResolvedKaizenOptions,
    private readonly sender: StreamSender,
  ) {}

  /** See `KaizenTransport.encodeStream`. */
  async *encode(
    request: EncodeStreamRequest,
    call: KaizenTransportCall,
  ): AsyncGenerator<KaizenEncodeStreamPart, void, undefined> {
    const { path } = STREAM_ROUTES.promptsEncode;
    const body = requestBody('promptsEncode', { ...request, autoDetectJson: false }, this.options)!;
    const state = new RequestState('promptsEncode', call, this.#limits('chunk', false));
    const stream = new EventStream(state, this.options, body);
    const forget = tellEndOf(stream.failed);
    try {
      const send = () => this.#open(stream, { path, type: 'application/json', body });
      const opened = await untilAborted(this.#routes.ask(path, send, isAbsent), call.signal);
      if (!opened) return yield* encodeWhole(this.sender.execute, request, call);
      for await (const event of stream.read(opened)) {
        if (event.type === 'done') yield { ...doneOf(event.body), ...this.#endOf(stream, opened) };
        else yield event as KaizenEncodeStreamPart;
      }
    } finally {
      forget();
    }
  }

  /** See `KaizenTransport.decodeStream`. */
  async *decode(
    request: DecodeStreamRequest,
    call: KaizenTransportCall,
  ): AsyncGenerator<KaizenDecodeStreamPart, void, undefined> {
    const { path } = STREAM_ROUTES.promptsDecode;
    const probe = () => this.#probe(path, call);
    const hasRoute = await untilAborted(this.#routes.has(path, probe, isAbsent), call.signal);
    if (hasRoute) yield* this.#upload(request, call);
    else {
      const { maxPayloadBytes: maxBytes } = this.options;
      yield* decodeWhole(this.sender.execute, request, { maxBytes, call });
    }
  }

  async *#upload(
    { source, options, collect }: DecodeStreamRequest,
    call: KaizenTransportCall,
  ): AsyncGenerator<KaizenDecodeStreamPart, void, undefined> {
    const upload = new Upload(source, call.signal);
    const limits = this.#limits('value', collect);
    const stream = new EventStream(
      new RequestState('promptsDecode', call, { ...limits, upload }),
      this.options,
    );
    const forget = tellEndOf(stream.failed);
    const collected = new CollectedValue();
    try {
      const path = STREAM_ROUTES.promptsDecode.path + queryOf(options);
      const opened = await this.#open(stream, { path, type: STREAM_TEXT_TYPE });
      const collectValue = collect ? collected : undefined;
      for await (const event of stream.read(opened, collectValue)) {
        if (event.type === 'value') yield event;
        else if (event.type === 'done') {
          const result = collected.whole ?? null;
          yield { ...doneOf({ ...event.body, result }), ...this.#endOf(stream, opened) };
        }
      }
    } finally {
      forget();
      await upload.close();
    }
  }

  /** Asks for nothing to be decoded, to see whether the route is there. */
  async #probe(path: string, call: KaizenTransportCall): Promise<void> {
    // The key that the caller may have given is that of the stream.
    const own = { ...call, idempotencyKey: randomUUID() };
    const state = new RequestState('promptsDecode', own, this.#limits('value', false));
    const stream = new EventStream(state, this.options, '');
    try {
      const opened = await this.#open(stream, { path, type: STREAM_TEXT_TYPE, body: '' });
      await opened.data.finish();
      opened.data.close();
    } catch (error) {
      if (!(error instanceof KaizenAPIError && NOT_EMPTY.includes(error.statusCode))) throw error;
    }
  }

  async #open(stream: EventStream, message: StreamMessage): Promise<AxiosResponse<EventReader>> {
    try {
      return await this.sender.send(stream.state, message);
    } catch (error) {
      throw stream.toError(error);
    }
  }

  #endOf({ state }: EventStream, { headers }: AxiosResponse): KaizenStreamEnd {
    const requestId = this.sender.idOf(headers, state.call);
    return { attempts: state.attempts, ...(requestId !== undefined && { requestId }) };
  }

  #limits(content: StreamLimits['content'], isHeld: boolean): StreamLimits {
    const { maxResponseBytes } = this.options;
    return {
      content,
      maxLineBytes: maxResponseBytes,
      maxBytes: isHeld ? maxResponseBytes : Infinity,
    };
  }
}

function doneOf(event: Wire): { readonly type: 'done'; readonly body: Wire } {
  return { type: 'done', body: unknownFields(event, ['type']) };
}

function queryOf(options: DecodeStreamRequest['options']): string {
  const { strict, indent } = options ?? {};
  const query = new URLSearchParams();
  if (typeof strict === 'boolean') query.set('strict', String(strict));
  if (typeof indent === 'number') query.set('indent', String(indent));
  return query.size === 0 ? '' : `?${query.toString()}`;
}
