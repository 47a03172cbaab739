import type { KtofSource } from '../ktof/stream/source.js';
import { checkOptions } from '../options/check-options.js';
import type { CallWatch } from '../observability/call-watch.js';
import type { ResolvedKaizenOptions } from '../options/kaizen-options.js';
import type { OptionTable } from '../options/option-rule.js';
import type {
  KaizenDecodeStreamPart,
  KaizenEncodeStreamPart,
  KaizenTransport,
  KaizenTransportCall,
} from '../transport/kaizen-transport.js';
import { withRequestId } from './call-errors.js';
import { callIdOf } from './call-id.js';
import type { CallRunner } from './call-runner.js';
import {
  DECODE_STREAM_OPTION_TABLE,
  type KaizenDecodeStreamOptions,
} from './decode-stream-call-options.js';
import { CALL_OPTION_TABLE, type KaizenCallOptions } from './kaizen-call-options.js';
import type {
  PromptDecodeStreamEvent,
  PromptEncodeStreamEvent,
  PromptEncodeStreamPayload,
} from './prompt-stream-events.js';
import {
  openDecodeStream,
  openEncodeStream,
  type StreamContext,
  tellDecodePart,
  tellEncodePart,
} from './prompt-stream-parts.js';
import { letGoOf } from './prompt-stream-source.js';

/** One of the streaming methods. */
interface StreamMethod<P, E> {
  readonly name: string;
  readonly options: OptionTable<KaizenCallOptions>;
  readonly open: (call: KaizenTransportCall) => AsyncIterable<P>;
  readonly tell: (part: P, context: StreamContext) => E;
  /** Lets go of what the stream is made of. It may come more than once. */
  readonly letGo?: () => void;
  readonly watch: WatchSource;
}

/** Gives the stream's watch, once it has begun. */
type WatchSource = () => CallWatch | undefined;

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
    watch: WatchSource,
  ): AsyncGenerator<PromptEncodeStreamEvent, void, undefined> {
    return this.#stream<KaizenEncodeStreamPart, PromptEncodeStreamEvent>(options, {
      watch,
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
    watch: WatchSource,
  ): AsyncGenerator<PromptDecodeStreamEvent<T>, void, undefined> {
    const { collect = true, strict, indent } = options ?? {};
    const request = { source, options: { strict, indent }, collect };
    return this.#stream<KaizenDecodeStreamPart, PromptDecodeStreamEvent<T>>(options, {
      watch,
      name: 'promptsDecodeStream',
      options: DECODE_STREAM_OPTION_TABLE,
      open: (call) => openDecodeStream(this.#transport, request, call),
      tell: (part, context) => tellDecodePart<T>(part, { ...context, collect }),
      letGo: () => letGoOf(source),
    });
  }

  #stream<P, E>(
    call: KaizenCallOptions = {},
    { name, options, open, tell, letGo, watch }: StreamMethod<P, E>,
  ): AsyncGenerator<E, void, undefined> {
    let context: StreamContext | undefined;
    let told: Omit<KaizenTransportCall, 'signal'> | undefined;
    return this.#calls.stream<P, E>({
      limits: () => {
        checkOptions<KaizenCallOptions>(call, options, 'call');
        const { signal, ...own } = call;
        const { timeoutMs = this.#options.timeoutMs } = own;
        const requestId = callIdOf(own);
        context = { requestId, servedBy: this.#transport.kind };
        told = { ...own, timeoutMs, requestId };
        return { method: name, signal, timeoutMs };
      },
      open: (signal) => {
        if (letGo) signal.addEventListener('abort', letGo, { once: true });
        return open({ ...told!, signal, span: watch()?.span });
      },
      tell: (part) => tell(part, context!),
      fail: (error) => {
        letGo?.();
        return context ? withRequestId(error, context.requestId) : error;
      },
      stopped: (error) => watch()?.failed(error),
    });
  }
}
