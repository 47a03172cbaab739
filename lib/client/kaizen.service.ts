import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { KaizenOperation } from '../contract/operations.js';
import type { DecompressResponse } from '../contract/responses/decompress-response.js';
import type { OptimizeResponseResponse } from '../contract/responses/optimize-response-response.js';
import type { PromptDecodeResponse } from '../contract/responses/prompt-decode-response.js';
import type { KaizenRequests, KaizenResponses } from '../contract/types.js';
import { KaizenOptionsError } from '../errors/options.error.js';
import type { KtofSource } from '../ktof/stream/source.js';
import type { CallWatch } from '../observability/call-watch.js';
import { createReporter } from '../observability/create-reporter.js';
import type { Reporter } from '../observability/reporter.js';
import type { KaizenSavings } from '../observability/savings/kaizen-savings.js';
import type { ResolvedKaizenOptions } from '../options/kaizen-options.js';
import type { KaizenTracer } from '../options/tracing-options.js';
import type { ChatMessage } from '../tokens/chat-message.js';
import { estimateTokens, type EstimateTokensOptions } from '../tokens/estimate-tokens.js';
import type { TokenCount } from '../tokens/token-count.js';
import type { CacheState, CircuitState, KaizenTransport } from '../transport/kaizen-transport.js';
import type { KaizenBatchOptions } from './batch/batch-options.js';
import type { KaizenBatchResult } from './batch/batch-result.js';
import { PromptBatches } from './batch/prompt-batches.js';
import { CallRunner } from './call-runner.js';
import type { KaizenDecodeStreamOptions } from './decode-stream-call-options.js';
import type { KaizenCallOptions } from './kaizen-call-options.js';
import type {
  PromptDecodeStreamEvent,
  PromptEncodeStreamEvent,
  PromptEncodeStreamPayload,
} from './prompt-stream-events.js';
import { PromptStreams } from './prompt-streams.js';
import { SingleCalls } from './single-calls.js';
import { watchStream, withCallId } from './watched-stream.js';

/**
 * A Kaizen client. Inject it, or make one with {@link createKaizen}.
 *
 * Every operation takes `(payload, call?)`. The payload is a plain object or an instance of the
 * request class; it is checked before anything is done, and never changed. Every operation rejects with
 *
 * - `KaizenPayloadError`: the payload cannot be used; the message names the place and the remedy;
 * - `KaizenOptionsError`: a call option is unknown or wrong;
 * - `KaizenAbortError`, `KaizenTimeoutError`: the signal or the deadline came first;
 * - `KaizenClosedError`: the client is closed;
 * - `KaizenOverloadedError`, `KaizenWorkerError`: a large payload found too many others waiting, or its
 *   worker thread ended;
 * - `KaizenResponseError`: the answer is not what it should be;
 *
 * and, when a service is asked, with
 *
 * - `KaizenConnectionError`: it cannot be reached, or the connection was lost;
 * - `KaizenAPIError`: it answered with an error; the subclass tells which;
 * - `KaizenCircuitOpenError`: it failed so often that it is left alone for a while.
 *
 * A deadline or a signal ends the wait at once. The embedded engine does small work in this thread, so
 * either is noticed when that is done; a result that is there by then is returned. Large payloads are
 * worked on in other threads (option `workers`) and read in slices: leave them unchanged until the
 * call has settled.
 *
 * @example
 * ```ts
 * const { result, stats, meta } = await kaizen.promptsEncode({ prompt: { messages } });
 * console.log(`${stats.savedPercent} % saved`);
 * const { result: prompt } = await kaizen.promptsDecode({ ktof: result, replayMeta: meta });
 * ```
 */
export class KaizenService implements OnModuleInit, OnApplicationShutdown {
  readonly #transport: KaizenTransport;
  readonly #options: ResolvedKaizenOptions;
  readonly #calls = new CallRunner();
  readonly #reporter: Reporter;
  readonly #singles: SingleCalls;
  readonly #batches: PromptBatches;
  readonly #streams: PromptStreams;
  #closing?: Promise<void>;

  /**
   * Use `createKaizen`, or have it injected.
   *
   * @internal
   * @param transport What carries the operations out.
   * @param options Checked options, such as Nest provides under `getKaizenOptionsToken()`.
   * @param reporter Who is told what the client does. Default: those that the options name.
   */
  constructor(
    transport: KaizenTransport,
    options: ResolvedKaizenOptions,
    reporter: Reporter = reporterOf(options),
  ) {
    this.#transport = transport;
    this.#options = options;
    this.#reporter = reporter;
    this.#singles = new SingleCalls(transport, options, this.#calls, reporter);
    this.#batches = new PromptBatches(transport, options, this.#calls, reporter);
    this.#streams = new PromptStreams(transport, options, this.#calls);
  }

  /** What carries the operations out: a Kaizen service, or the engine in this process. */
  get transport(): KaizenTransport['kind'] {
    return this.#transport.kind;
  }

  /** How the circuit breaker stands; `undefined` without one. */
  get circuit(): CircuitState | undefined {
    return this.#transport.circuit;
  }

  /** How the cache stands: whether its store answered when it was asked last; `undefined` without one. */
  get cache(): CacheState | undefined {
    return this.#transport.cache;
  }

  /** Who answers when the service does not; `undefined` when nobody does, or no service is asked. */
  get fallback(): 'embedded' | undefined {
    return (this.transport === 'http' && this.#options.fallback) || undefined;
  }

  /**
   * Who traces what the client does, for what works by it.
   *
   * @internal
   */
  get tracer(): KaizenTracer | undefined {
    return this.#reporter.tracer;
  }

  /** Turns JSON data into KTOF. */
  compress(
    payload: KaizenRequests['compress'],
    call?: KaizenCallOptions,
  ): Promise<KaizenResponses['compress']> {
    return this.#call('compress', payload, call);
  }

  /**
   * Turns KTOF back into JSON data.
   *
   * @typeParam T What the data is expected to be; not checked.
   * @throws {@link KaizenFormatError} for text that is not valid KTOF.
   */
  decompress<T = unknown>(
    payload: KaizenRequests['decompress'],
    call?: KaizenCallOptions,
  ): Promise<DecompressResponse<T>> {
    return this.#call('decompress', payload, call) as Promise<DecompressResponse<T>>;
  }

  /** Turns JSON data into KTOF and tells the savings, in tokens for each of `tokenModels`. */
  optimize(
    payload: KaizenRequests['optimize'],
    call?: KaizenCallOptions,
  ): Promise<KaizenResponses['optimize']> {
    return this.#call('optimize', payload, call);
  }

  /** Makes a prompt on its way to a model smaller, JSON inside its strings included. */
  optimizeRequest(
    payload: KaizenRequests['optimizeRequest'],
    call?: KaizenCallOptions,
  ): Promise<KaizenResponses['optimizeRequest']> {
    return this.#call('optimizeRequest', payload, call);
  }

  /**
   * Reads a model's reply in KTOF.
   *
   * @typeParam T What the reply is expected to be; not checked.
   * @throws {@link KaizenFormatError} for text that is not valid KTOF.
   */
  optimizeResponse<T = unknown>(
    payload: KaizenRequests['optimizeResponse'],
    call?: KaizenCallOptions,
  ): Promise<OptimizeResponseResponse<T>> {
    return this.#call('optimizeResponse', payload, call) as Promise<OptimizeResponseResponse<T>>;
  }

  /** Encodes a prompt. Keep the response's `meta` to decode it exactly as it was. */
  promptsEncode(
    payload: KaizenRequests['promptsEncode'],
    call?: KaizenCallOptions,
  ): Promise<KaizenResponses['promptsEncode']> {
    return this.#call('promptsEncode', payload, call);
  }

  /**
   * Decodes a prompt. With the encode response's `meta` as `replayMeta`, text comes back byte for byte.
   *
   * @typeParam T What the prompt is expected to be; not checked.
   * @throws {@link KaizenFormatError} for text that is not valid KTOF.
   */
  promptsDecode<T = unknown>(
    payload: KaizenRequests['promptsDecode'],
    call?: KaizenCallOptions,
  ): Promise<PromptDecodeResponse<T>> {
    return this.#call('promptsDecode', payload, call) as Promise<PromptDecodeResponse<T>>;
  }

  /**
   * Encodes many prompts. Of a service that takes batches they are asked for a hundred at a time; of any
   * other each in a call of its own, `concurrency` of them at once. The engine in this process gives way
   * to other work every few milliseconds.
   *
   * Every payload is checked before any is sent. Leave them unchanged until the batch has settled. An
   * item's error does not fail the others, unless `onError: 'throw'` says so; its `requestId` ends in the
   * item's index. Deadline, signal and `close()` end the batch as a whole, and reject it.
   *
   * @returns The responses in the order of the payloads, and the errors.
   *
   * @example
   * ```ts
   * const { items, errors } = await kaizen.promptsEncodeBatch(
   *   tickets.map((prompt) => ({ prompt })),
   *   { timeoutMs: 120_000, onProgress: ({ done, total }) => bar.update(done / total) },
   * );
   * for (const { index, error } of errors) logger.warn(`Ticket ${index}: ${error.message}`);
   * ```
   */
  promptsEncodeBatch(
    payloads: readonly KaizenRequests['promptsEncode'][],
    options?: KaizenBatchOptions,
  ): Promise<KaizenBatchResult<KaizenResponses['promptsEncode']>> {
    return this.#batches.run('promptsEncode', payloads, options);
  }

  /**
   * Decodes many prompts, as {@link promptsEncodeBatch} encodes them.
   *
   * @typeParam T What each prompt is expected to be; not checked.
   */
  promptsDecodeBatch<T = unknown>(
    payloads: readonly KaizenRequests['promptsDecode'][],
    options?: KaizenBatchOptions,
  ): Promise<KaizenBatchResult<PromptDecodeResponse<T>>> {
    const batch = this.#batches.run('promptsDecode', payloads, options);
    return batch as Promise<KaizenBatchResult<PromptDecodeResponse<T>>>;
  }

  /**
   * Encodes a prompt in chunks of text, each as soon as it is asked for; the whole text is never in
   * memory. Put together, they are what {@link promptsEncode} gives with `autoDetectJson: false`.
   *
   * The stream begins with its first `next()`, where wrong payloads and options show. Its deadline is
   * for all of it, the time that its consumer takes included.
   *
   * @example
   * ```ts
   * for await (const event of kaizen.promptsEncodeStream({ prompt: { rows } })) {
   *   if (event.type === 'chunk') response.write(event.text);
   *   else console.log(`${event.stats.savedPercent} % saved`);
   * }
   * ```
   */
  promptsEncodeStream(
    payload: PromptEncodeStreamPayload,
    call?: KaizenCallOptions,
  ): AsyncGenerator<PromptEncodeStreamEvent, void, undefined> {
    const told = withCallId(call);
    return this.#watch('promptsEncodeStream', told, (watch) =>
      this.#streams.encode(payload, told, watch),
    );
  }

  /**
   * Decodes KTOF while it comes: each row, item and field as soon as it is complete, then the whole.
   * {@link DecodeValueEvent} says which values come.
   *
   * The source is asked for a chunk only when the events before have been taken, and let go of
   * however the stream ends. Deadline and first `next()` are as in {@link promptsEncodeStream}.
   *
   * @param chunks Strings or bytes, cut anywhere: an iterable, a Node stream or a web stream.
   * @typeParam T What the whole is expected to be; not checked.
   * @throws {@link KaizenFormatError} for text that is not valid KTOF, after all that came before.
   * @throws {@link KaizenStreamError} when the source fails; its error is the `cause`.
   *
   * @example
   * ```ts
   * for await (const event of kaizen.promptsDecodeStream(response.body)) {
   *   if (event.type === 'value') show(event.path, event.value);
   *   else save(event.result);
   * }
   * ```
   */
  promptsDecodeStream<T = unknown>(
    chunks: KtofSource,
    call?: KaizenDecodeStreamOptions,
  ): AsyncGenerator<PromptDecodeStreamEvent<T>, void, undefined> {
    const told = withCallId(call);
    return this.#watch('promptsDecodeStream', told, (watch) =>
      this.#streams.decode<T>(chunks, told, watch),
    );
  }

  /** Whether the transport answers. */
  health(call?: KaizenCallOptions): Promise<KaizenResponses['health']> {
    return this.#call('health', {}, call);
  }

  /**
   * Counts the tokens of a text, or of a chat's messages with the form around them, in this process.
   *
   * @param options A model's name, an encoding's such as `o200k_base`, or `{ model }`. Default `gpt-4o`.
   * @returns The count, whether it is exact, and for an estimate where the true count may lie.
   * @throws {@link KaizenDependencyError} when `gpt-tokenizer` is not installed.
   */
  estimateTokens(
    input: string | readonly ChatMessage[],
    options?: string | EstimateTokensOptions,
  ): Promise<TokenCount> {
    return this.#singles.aside('estimateTokens', () => estimateTokens(input, options));
  }

  /**
   * What this client has saved since it was made: calls, bytes, tokens (exact counts and estimates apart),
   * and their cost at the option `prices`; by operation and model, cached answers apart. An answer in
   * compact JSON saves nothing, and one that is larger counts as negative.
   *
   * @returns A frozen copy.
   *
   * @example
   * ```ts
   * const { promptsEncode } = kaizen.savings().operations;
   * console.log(promptsEncode?.answered.models['gpt-4o']?.cost?.saved);
   * ```
   */
  savings(): KaizenSavings {
    return this.#reporter.savings.snapshot();
  }

  /** Begins to count the savings anew, and tells what they were until now. */
  resetSavings(): KaizenSavings {
    return this.#reporter.savings.reset();
  }

  /**
   * Refuses further calls, waits up to `shutdownGraceMs` for those under way, ends what is left, and
   * frees what the client holds. Every call of it returns the same promise.
   */
  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  /**
   * Nest's boot hook: waits until the cache's connection is there or has failed, two seconds at most. Outside
   * of Nest the first calls may come before it, and go without the cache.
   */
  async onModuleInit(): Promise<void> {
    await this.#transport.ready;
  }

  /**
   * Nest's shutdown hook: closes the client. It comes after Nest has closed the server, so that
   * requests still being answered keep their client.
   */
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  #call<O extends KaizenOperation>(
    operation: O,
    payload: KaizenRequests[O],
    call?: KaizenCallOptions,
  ): Promise<KaizenResponses[O]> {
    return this.#singles.run(operation, payload, call);
  }

  #watch<E extends { readonly type: string }>(
    operation: string,
    call: KaizenCallOptions | undefined,
    open: (watch: () => CallWatch | undefined) => AsyncGenerator<E, void, undefined>,
  ): AsyncGenerator<E, void, undefined> {
    const { requestId = '', headers } = call ?? {};
    const { transport } = this;
    let watch: CallWatch | undefined;
    return watchStream(
      open(() => watch),
      () => (watch = this.#reporter.begin({ operation, requestId, transport, headers })),
    );
  }

  async #shutDown(): Promise<void> {
    await this.#calls.drain(this.#options.shutdownGraceMs);
    await this.#transport.close();
  }
}

function reporterOf(options: ResolvedKaizenOptions | undefined): Reporter {
  if (options) return createReporter('default', options);
  throw new KaizenOptionsError(
    'A KaizenService was made without its options. Take it out of "providers" and import KaizenModule.forRoot() instead; outside Nest call createKaizen().',
    'providers',
  );
}
