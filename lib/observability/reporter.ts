import type { KaizenError } from '../errors/kaizen.error.js';
import type {
  KaizenCacheEvent,
  KaizenCallEvent,
  KaizenCircuitEvent,
  KaizenFallbackEvent,
  KaizenRetryEvent,
  KaizenVerificationEvent,
} from '../options/report-events.js';
import type { KaizenTracer } from '../options/tracing-options.js';
import { CallLines } from './call-lines.js';
import { CallWatch, type WatchedCall, type WatchParts } from './call-watch.js';
import type { ClientLog } from './client-log.js';
import { Collectors } from './collectors.js';
import type { LogFields } from './log-record.js';
import type { Redactor } from './redact/redactor.js';
import { SavingsAccount } from './savings/savings-account.js';
import { contextHeaders, TracedCall } from './traced-call.js';

/** An event as the place it happens at tells it: the reporter adds whose it is. */
type Told<E extends { readonly client: string }> = Omit<E, 'client'>;

/** What a reporter works with. */
export interface ReporterParts {
  /** The client's name. */
  readonly client: string;
  readonly log: ClientLog;
  readonly redactor: Redactor;
  readonly collectors: Collectors;
  readonly savings: SavingsAccount;
  readonly tracer?: KaizenTracer | undefined;
  /** Whether lines may have payloads. Default false. */
  readonly logPayloads?: boolean;
}

/** A call that begins. */
export interface BegunCall extends WatchedCall {
  /** As it was handed over. */
  readonly payload?: unknown;
  /** The headers of the call: where a trace comes from may be among them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Tells log, metrics and tracer what a client meets. What any of them throws changes nothing for a call. */
export class Reporter {
  /** What the client has saved. */
  readonly savings: SavingsAccount;
  /** What takes secrets out. */
  readonly redactor: Redactor;
  readonly #parts: ReporterParts;
  readonly #watch: WatchParts;
  /** Of a batch the items are counted. */
  readonly #batchWatch: WatchParts;

  constructor(parts: ReporterParts) {
    const { client, log, redactor, collectors, savings, logPayloads = false } = parts;
    this.#parts = parts;
    this.savings = savings;
    this.redactor = redactor;
    const lines = new CallLines(log, redactor, logPayloads);
    this.#watch = { client, collectors, lines, redactor, savings };
    const nobody = { collectors: new Collectors(), savings: new SavingsAccount(client) };
    this.#batchWatch = { ...this.#watch, ...nobody };
  }

  /** Who traces what the client does. */
  get tracer(): KaizenTracer | undefined {
    return this.#parts.tracer;
  }

  /** A call begins: it has a span, a line, and is counted when it has ended. */
  begin(call: BegunCall): CallWatch {
    this.#watch.lines.begins(call.operation, call.requestId, call.payload);
    return new CallWatch(this.#watch, call, this.#span(call));
  }

  /** An item of a batch begins: it is counted when it has ended. */
  beginItem(call: WatchedCall): CallWatch {
    return new CallWatch(this.#watch, call);
  }

  /** A batch begins: it has a span and lines, and its items are counted. */
  beginBatch(call: BegunCall): CallWatch {
    this.#watch.lines.begins(call.operation, call.requestId, undefined);
    return new CallWatch(this.#batchWatch, call, this.#span(call));
  }

  /** A request is about to be sent again. */
  retrying(told: Told<KaizenRetryEvent>): void {
    const event = this.#call(told);
    const { operation, attempt, reason, delayMs } = event;
    const text = `${operation} failed (${reason}); attempt ${attempt} in ${delayMs} ms`;
    this.#warn('retry', text, { ...event });
    this.#parts.collectors.record('recordRetry', event);
  }

  /** The embedded engine answers in the service's place. */
  fellBack({ operation, requestId }: Told<KaizenCallEvent>, error: KaizenError): void {
    const event: KaizenFallbackEvent = this.#call({ operation, requestId, reason: error.code });
    const text = `${operation} is answered by the embedded engine: ${error.message}`;
    this.#warn('fallback', text, { ...event });
    this.#parts.collectors.record('recordFallback', event);
  }

  /** The circuit breaker changed its state. */
  circuitChanged(state: KaizenCircuitEvent['state']): void {
    const { client, collectors } = this.#parts;
    this.#warn('circuit', `The circuit breaker is ${state}`, { state });
    collectors.record('recordCircuit', { client, state });
  }

  /** A cache was asked. Outages it tells by itself, once each. */
  cacheAsked(told: Told<KaizenCacheEvent>): void {
    if (this.#parts.collectors.isEmpty) return;
    this.#parts.collectors.record('recordCache', this.#call(told));
  }

  /**
   * The store of the cache fails: told once for each outage.
   *
   * @param reason A code or a few words.
   */
  cacheFailed(reason: string): void {
    this.#warn('cache', `The cache does not work (${reason}); calls go on without it`, { reason });
  }

  /** The store of the cache works again. */
  cacheRecovered(): void {
    this.#warn('cache', 'The cache works again');
  }

  /** An encoding did not decode to what it was made from; compact JSON was returned instead. */
  verificationFailed({ operation }: Told<KaizenVerificationEvent>): void {
    const { client, collectors } = this.#parts;
    this.#warn(
      'verification',
      `${operation} returned compact JSON: its KTOF did not decode to the same data. Please report it.`,
      { operation },
    );
    collectors.record('recordVerificationFailure', { client, operation });
  }

  /** A hook failed after a request that had failed itself: the caller is told of the request's error. */
  hookFailed({ operation, requestId }: Told<KaizenCallEvent>, error: KaizenError): void {
    const { message, code: reason } = error;
    this.#warn('hook', `${operation}: ${message}`, this.#call({ operation, requestId, reason }));
  }

  /** The options make the client less safe than it could be. */
  insecure(what: string): void {
    this.#warn('insecure', what);
  }

  #warn(event: string, text: string, fields?: LogFields): void {
    const { log, redactor } = this.#parts;
    if (log.isOn('warn')) log.write('warn', event, text, redactor.value(fields ?? {}) as LogFields);
  }

  #call<E extends Told<KaizenCallEvent>>(told: E): E & { readonly client: string } {
    return { client: this.#parts.client, ...told, requestId: this.#word(told.requestId) };
  }

  #word(text: string): string {
    return this.#parts.redactor.word(text);
  }

  #span({ operation, requestId, transport, headers }: BegunCall): TracedCall | undefined {
    const { tracer, client } = this.#parts;
    if (!tracer) return undefined;
    const parent = contextHeaders(headers);
    const call = { client, operation, requestId: this.#word(requestId), transport, parent };
    return TracedCall.start(tracer, Object.freeze(call));
  }
}
