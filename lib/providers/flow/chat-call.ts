import type { KaizenError } from '../../errors/kaizen.error.js';
import { untilAborted } from '../../transport/http/stream/until-aborted.js';
import type { CallContext, ChatRequest, ProviderAdapter } from '../adapter.js';
import type { ChatMessage, SentMessage } from '../chat/message.js';
import type { CompressionReceipt } from '../compress/receipt.js';
import type { ChatOptions } from '../options/chat-options.js';
import { prepareSchema } from '../reply/check-schema.js';
import { REPLY_HINTS } from '../reply/hints.js';
import { contextOf, quoteOf, viewOf } from './attempt-context.js';
import { CallClock } from './call-clock.js';
import { ChatTrace } from './chat-trace.js';
import { type CallPlan, planCall } from './call-plan.js';
import { providerFailure } from './provider-failure.js';
import type { ProviderParts } from './provider-parts.js';
import { ProviderRetries } from './provider-retries.js';
import { ResponseNotes } from './response-notes.js';
import { withoutForeign } from './without-foreign.js';

/** The messages of a call as they are sent, and what compressing them came to. */
export interface PreparedChat {
  readonly adapter: ProviderAdapter;
  readonly messages: readonly SentMessage[];
  readonly receipt: CompressionReceipt;
}

/** One call from its beginning to its end: its clock, its attempts, its errors. */
export class ChatCall {
  readonly plan: CallPlan;
  readonly clock: CallClock;
  readonly retries: ProviderRetries;
  readonly trace: ChatTrace;
  #adapter: ProviderAdapter | undefined;
  #sent: readonly SentMessage[] = [];

  constructor(
    readonly parts: ProviderParts,
    private readonly given: readonly ChatMessage[],
    readonly options: ChatOptions,
    stream: boolean,
  ) {
    this.plan = planCall(options, parts.options, parts.label);
    this.clock = new CallClock(this.plan.timeoutMs, options.signal);
    this.retries = new ProviderRetries(parts.policy, this.plan.maxRetries, this.clock);
    this.trace = this.#begin(stream);
  }

  /** Opens the adapter and compresses the messages, both at once. */
  async prepare(): Promise<PreparedChat> {
    const { plan, clock, parts } = this;
    const given = withoutForeign(this.given, parts.name);
    const { compress: options, model, mode, countTokens } = plan;
    const replyHint = mode === 'json' || mode === 'ktof' ? REPLY_HINTS[mode] : undefined;
    const countFor = countTokens ? model : undefined;
    const [adapter, { messages, receipt }] = await Promise.all([
      untilAborted(parts.adapter(), clock.signal),
      parts.compressor.compress(given, { options, countFor, replyHint, signal: clock.signal }),
      prepareSchema(this.options.output),
    ]);
    this.#adapter = adapter;
    this.#sent = messages;
    this.trace.prepared(receipt);
    return { adapter, messages, receipt };
  }

  /** Has an attempt made, and others after it where that may help. */
  async attempt<R>(
    send: (context: CallContext) => PromiseLike<R>,
  ): Promise<{ readonly value: R; readonly notes: ResponseNotes }> {
    for (let retries = 0; ; retries++) {
      const notes = new ResponseNotes();
      try {
        const value = await untilAborted(
          Promise.resolve(send(this.begin(notes))),
          this.clock.signal,
        );
        this.retries.succeeded(retries);
        return { value, notes };
      } catch (error) {
        const failure = this.failure(error, notes);
        if (!(await this.retries.again(failure, notes, retries))) throw failure;
      }
    }
  }

  /** An attempt begins; where the call has ended already it does not. */
  begin(notes: ResponseNotes): CallContext {
    this.clock.signal.throwIfAborted();
    this.retries.attempts++;
    return contextOf(this.clock, this.trace.headers, notes);
  }

  /** Any error as one of ours. */
  failure(error: unknown, notes = new ResponseNotes(), partialText?: string): KaizenError {
    const { name, label } = this.parts;
    const { clock, retries } = this;
    return providerFailure(error, viewOf(this.#adapter, error), {
      name,
      label,
      clock,
      notes,
      attempts: retries.attempts,
      quote: () => quoteOf(this.parts.secrets(), this.plan.headers, this.#contents()),
      partialText,
    });
  }

  /** The end of the call itself: of any error as one of ours, its trace is told. */
  failed(error: unknown): KaizenError {
    const failure = this.failure(error);
    this.trace.failed(failure);
    return failure;
  }

  #begin(stream: boolean): ChatTrace {
    const { parts, plan, clock, retries } = this;
    const { model, headers } = plan;
    const attempts = () => retries.attempts;
    const trace = new ChatTrace(parts.tracer, {
      provider: parts.name,
      model,
      stream,
      headers,
      attempts,
    });
    // Of a stream that is left, or that nobody asks again, there is no other word.
    clock.signal.addEventListener('abort', () => trace.ended(clock.ended ?? 'abort'), {
      once: true,
    });
    return trace;
  }

  #contents(): unknown {
    const { tools, vendor } = this.plan.request as ChatRequest;
    return [this.given, this.#sent, tools, vendor];
  }
}
