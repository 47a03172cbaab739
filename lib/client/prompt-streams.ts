import { randomUUID } from 'node:crypto';
import { type DecodeStreamPart, type EncodeStreamPart } from '../engine/stream/stream-engine.js';
import { type KtofSource } from '../ktof/stream/source.js';
import { checkOptions } from '../options/check-options.js';
import { type ResolvedKaizenOptions } from '../options/kaizen-options.js';
import { type OptionTable } from '../options/option-rule.js';
import { type KaizenTransport, type KaizenTransportCall } from '../transport/kaizen-transport.js';
import { withRequestId } from './call-errors.js';
import { type CallLimits, type CallRunner } from './call-runner.js';
import {
  DECODE_STREAM_OPTION_TABLE,
  type KaizenDecodeStreamOptions,
} from './decode-stream-call-options.js';
import { CALL_OPTION_TABLE, type KaizenCallOptions } from './kaizen-call-options.js';
import {
  type PromptDecodeStreamEvent,
  type PromptEncodeStreamEvent,
  type PromptEncodeStreamPayload,
} from './prompt-stream-events.js';
import {
  openDecodeStream,
  openEncodeStream,
  type StreamContext,
  tellDecodePart,
  tellEncodePart,
} from './prompt-stream-parts.js';

/** One of the streaming methods. */
interface StreamMethod<P, E> {
  readonly name: string;
  readonly options: OptionTable<KaizenCallOptions>;
  readonly open: (call: KaizenTransportCall) => AsyncIterable<P>;
  readonly tell: (part: P, context: StreamContext) => E;
}

/** The streaming methods of a client. */
export class PromptStreams {
  readonly #transport: KaizenTransport;
  readonly #options: ResolvedKaizenOptions;
  readonly #calls: CallRunner;

  constructor(transport: KaizenTransport, options: ResolvedKaizenOptions, calls: CallRunner) {
    this.#transport = transport;
    this.#options = options;
    this.#calls = calls;
  }

  /** See `KaizenService.promptsEncodeStream`. */
  encode(
    payload: PromptEncodeStreamPayload,
    options: KaizenCallOptions | undefined,
  ): AsyncGenerator<PromptEncodeStreamEvent, void, undefined> {
    return this.#stream<EncodeStreamPart, PromptEncodeStreamEvent>(options, {
      name: 'promptsEncodeStream',
      options: CALL_OPTION_TABLE,
      open: (call) => openEncodeStream(this.#transport, payload, call),
      tell: tellEncodePart,
    });
  }

  /** See `KaizenService.promptsDecodeStream`. */
  decode<T>(
    source: KtofSource,
    options: KaizenDecodeStreamOptions | undefined,
  ): AsyncGenerator<PromptDecodeStreamEvent<T>, void, undefined> {
    const { collect = true, strict, indent } = options ?? {};
    const request = { source, options: { strict, indent }, collect };
    return this.#stream<DecodeStreamPart, PromptDecodeStreamEvent<T>>(options, {
      name: 'promptsDecodeStream',
      options: DECODE_STREAM_OPTION_TABLE,
      open: (call) => openDecodeStream(this.#transport, request, call),
      tell: (part, context) => tellDecodePart<T>(part, { ...context, collect }),
    });
  }

  #stream<P, E>(
    call: KaizenCallOptions = {},
    { name, options, open, tell }: StreamMethod<P, E>,
  ): AsyncGenerator<E, void, undefined> {
    let context: StreamContext | undefined;
    let limits: CallLimits | undefined;
    return this.#calls.stream<P, E>({
      limits: () => {
        checkOptions<KaizenCallOptions>(call, options, 'call');
        const { signal, timeoutMs = this.#options.timeoutMs, requestId = randomUUID() } = call;
        const { kind, streamsBy: servedBy = kind } = this.#transport;
        context = { requestId, servedBy };
        limits = { method: name, signal, timeoutMs };
        return limits;
      },
      open: (signal) =>
        open({ signal, requestId: context!.requestId, timeoutMs: limits!.timeoutMs }),
      tell: (part) => tell(part, context!),
      fail: (error) => (context ? withRequestId(error, context.requestId) : error),
    });
  }
}
