import type { KaizenCacheOutcome } from '../contract/responses/cache-outcome.js';
import { KaizenError } from '../errors/kaizen.error.js';
import type { KaizenCompressionEvent, KaizenRequestEvent } from '../options/report-events.js';
import type { CallLines } from './call-lines.js';
import type { Collectors } from './collectors.js';
import { sizesOf } from './measured-answer.js';
import type { Redactor } from './redact/redactor.js';
import type { SavingsAccount, Sizes } from './savings/savings-account.js';
import type { TracedCall } from './traced-call.js';

/** A call that is watched. */
export interface WatchedCall {
  readonly operation: string;
  readonly requestId: string;
  /** Who is asked. */
  readonly transport: 'embedded' | 'http';
  /** When it began, in milliseconds of `performance.now()`. Default: now. */
  readonly startedAt?: number | undefined;
}

/** Who answered a call, and how. */
export interface AnswerFacts {
  readonly servedBy: 'embedded' | 'http';
  readonly attempts?: number;
  readonly cache?: KaizenCacheOutcome;
  /** Whether it shared the answer to an equal call. */
  readonly isShared?: boolean;
}

/** What calls are told to. */
export interface WatchParts {
  readonly client: string;
  readonly collectors: Collectors;
  readonly lines: CallLines;
  readonly redactor: Redactor;
  readonly savings: SavingsAccount;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** How a call ended. */
interface Ending {
  readonly outcome: KaizenRequestEvent['outcome'];
  readonly errorCode?: string | undefined;
  readonly statusCode?: number | undefined;
  readonly attempts?: number | undefined;
}

/** One call, from its beginning to its end. It tells of the end once, whichever comes first. */
export class CallWatch {
  readonly #startedAt: number;
  #facts: AnswerFacts | undefined;
  #isOver = false;
  #requestId: string | undefined;

  constructor(
    private readonly parts: WatchParts,
    private readonly call: WatchedCall,
    /** Its span, where it is traced. */
    readonly span?: TracedCall,
  ) {
    this.#startedAt = call.startedAt ?? performance.now();
  }

  /** Does the call's work in the context of its span. */
  run<T>(work: () => T): T {
    return this.span ? this.span.run(work) : work();
  }

  /** Somebody has answered; whether with what it should be is not known yet. */
  answered(facts: AnswerFacts): void {
    this.#facts = facts;
  }

  /** The call has ended with this response. */
  succeeded(answer: object): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { parts, call, span } = this;
    const sizes = sizesOf(answer, parts.redactor);
    const { cache, isShared = cache === 'hit' } = this.#facts ?? {};
    parts.savings.add(call.operation, isShared, sizes);
    const isLine = parts.lines.isOn(undefined);
    if (!isLine && !span && parts.collectors.isEmpty) return;
    const compression = sizes && this.#compression(sizes);
    const event = this.#event({ outcome: 'ok' });
    if (compression) parts.collectors.record('recordCompression', compression);
    parts.collectors.record('recordRequest', event);
    span?.end(event, compression);
    if (isLine) parts.lines.succeeded(event, sizes, answer);
  }

  /** The call has failed with this error. */
  failed(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { parts, span } = this;
    const errorCode = error instanceof KaizenError ? error.code : 'UNKNOWN';
    const isLine = parts.lines.isOn(errorCode);
    if (!isLine && !span && parts.collectors.isEmpty) return;
    const { statusCode, attempts } = (error ?? {}) as Pick<Ending, 'statusCode' | 'attempts'>;
    const event = this.#event({ outcome: 'error', errorCode, statusCode, attempts });
    parts.collectors.record('recordRequest', event);
    span?.end(event);
    if (isLine) parts.lines.failed(event, error);
  }

  #event(told: Ending): KaizenRequestEvent {
    const { servedBy = this.call.transport, attempts, cache } = this.#facts ?? {};
    // One by one: to spread optional parts would cost more than all the rest.
    const event: Writable<KaizenRequestEvent> = {
      client: this.parts.client,
      operation: this.call.operation,
      requestId: this.#id(),
      outcome: told.outcome,
      durationMs: Math.round((performance.now() - this.#startedAt) * 1000) / 1000,
      servedBy,
    };
    if (told.errorCode !== undefined) event.errorCode = told.errorCode;
    if (told.statusCode !== undefined) event.statusCode = told.statusCode;
    const sent = told.attempts ?? attempts;
    if (sent !== undefined) event.attempts = sent;
    if (cache !== undefined) event.cache = cache;
    return Object.freeze(event);
  }

  #compression({ jsonBytes, ktofBytes, tokens }: Sizes): KaizenCompressionEvent {
    const { client } = this.parts;
    const { operation } = this.call;
    const requestId = this.#id();
    return Object.freeze({ client, operation, requestId, jsonBytes, ktofBytes, tokens });
  }

  #id(): string {
    return (this.#requestId ??= this.parts.redactor.word(this.call.requestId));
  }
}
