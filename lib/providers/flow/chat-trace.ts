import type { KaizenError } from '../../errors/kaizen.error.js';
import { KaizenProviderError } from '../../errors/provider.error.js';
import { contextHeaders } from '../../observability/traced-call.js';
import { TracedProviderCall } from '../../observability/traced-provider-call.js';
import type { KaizenProviderCallOutcome } from '../../options/provider-tracing.js';
import type { KaizenTracer } from '../../options/tracing-options.js';
import type { ChatResult } from '../chat/result.js';
import type { CompressionReceipt } from '../compress/receipt.js';
import type { CallEnd } from './call-clock.js';

/** What a trace is told at the beginning. */
export interface BegunChat {
  readonly provider: string;
  readonly model: string;
  readonly stream: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** How many requests have been sent until now. */
  readonly attempts: () => number;
}

/** One call as a tracer is told of it: never what is in its messages. Without a tracer it does nothing. */
export class ChatTrace {
  readonly #startedAt = performance.now();
  readonly #span: TracedProviderCall | undefined;
  #receipt: CompressionReceipt | undefined;
  #firstChunkMs: number | undefined;

  constructor(
    tracer: KaizenTracer | undefined,
    private readonly chat: BegunChat,
  ) {
    const { provider, model, stream, headers } = chat;
    const parent = contextHeaders(headers);
    const call = { provider, model, operation: 'chat', stream, parent } as const;
    this.#span = TracedProviderCall.start(tracer, call);
  }

  /** The headers of the call, with the span's context in the place of any other. */
  get headers(): Readonly<Record<string, string>> {
    const own = this.#span?.headers ?? {};
    const rest = Object.entries(this.chat.headers).filter(([name]) => !(name.toLowerCase() in own));
    return { ...Object.fromEntries(rest), ...own };
  }

  /** Does a part of the call's work in the context of its span. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return this.#span ? this.#span.run(work) : work();
  }

  /** The messages are compressed. */
  prepared(receipt: CompressionReceipt): void {
    this.#receipt = receipt;
  }

  /** Something of the reply has come. */
  received(): void {
    this.#firstChunkMs ??= Math.round(performance.now() - this.#startedAt);
  }

  /** The call has its result. */
  succeeded({ model, finishReason, usage }: ChatResult): void {
    this.#end({ outcome: 'ok', model, finishReason, ...(usage && { usage }) });
  }

  /** The call has failed. */
  failed(error: KaizenError): void {
    const isVendors = error instanceof KaizenProviderError;
    const status = isVendors ? error.status : undefined;
    const why = isVendors ? { errorKind: error.kind } : { errorCode: error.code };
    this.#end({ outcome: 'error', ...why, ...(status !== undefined && { statusCode: status }) });
  }

  /** The call was ended from outside; of a stream perhaps nobody asks again. */
  ended(why: CallEnd): void {
    this.#end({ outcome: 'error', errorKind: why });
  }

  #end(told: Omit<KaizenProviderCallOutcome, 'attempts'>): void {
    const firstChunkMs = this.#firstChunkMs;
    const receipt = this.#receipt;
    this.#span?.end({
      ...told,
      attempts: this.chat.attempts(),
      ...(receipt && { compression: sizesOf(receipt) }),
      ...(firstChunkMs !== undefined && { firstChunkMs }),
    });
  }
}

function sizesOf({ bytes, tokens }: CompressionReceipt): KaizenProviderCallOutcome['compression'] {
  const counts = tokens && { tokens: { before: tokens.before, after: tokens.after } };
  return { bytes: { before: bytes.before, after: bytes.after }, ...counts };
}
