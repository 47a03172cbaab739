import type {
  KaizenCacheEvent,
  KaizenCircuitEvent,
  KaizenCompressionEvent,
  KaizenFallbackEvent,
  KaizenRequestEvent,
  KaizenRetryEvent,
  KaizenVerificationEvent,
} from '../../options/report-events.js';
import type { KaizenMetricsCollector } from '../../options/report-options.js';
import type { FigureName, FigureSink, LabelsOf } from './figures.js';
import type { KaizenLabelLimits } from './label-limits.js';
import { type LabelWords, noWords } from './label-words.js';
import { Labels } from './labels.js';
import { reasonClass } from './reason-class.js';

/** The `error_code` of a call that went well. */
export const NO_ERROR = 'none';

/** Makes figures of events. Every label has a bounded number of values, whatever the events hold. */
export class FigureRecorder implements Required<KaizenMetricsCollector> {
  readonly #labels: Labels;

  constructor(
    private readonly sink: FigureSink,
    limits: Required<KaizenLabelLimits>,
    words: LabelWords = noWords(),
  ) {
    this.#labels = new Labels(limits, words);
  }

  recordRequest(event: KaizenRequestEvent): void {
    const { client, operation } = this.#labels.call(event);
    const outcome = this.#labels.outcome(event.outcome);
    const served_by = this.#labels.servedBy(event.servedBy);
    const error_code = outcome === 'ok' ? NO_ERROR : this.#labels.errorCode(event.errorCode);
    this.#record('requests', { client, operation, outcome, served_by, error_code }, 1);
    const seconds = event.durationMs / 1000;
    this.#record('durations', { client, operation, outcome, served_by }, seconds);
  }

  recordCompression(event: KaizenCompressionEvent): void {
    const { client, operation } = this.#labels.call(event);
    this.#record('bytes', { client, operation, form: 'json' }, event.jsonBytes);
    this.#record('bytes', { client, operation, form: 'ktof' }, event.ktofBytes);
    for (const { model: given, before, after, exact } of event.tokens) {
      const model = this.#labels.model(given);
      const counted = exact ? 'exactly' : 'estimated';
      this.#record('tokens', { client, operation, model, form: 'json', counted }, before);
      this.#record('tokens', { client, operation, model, form: 'ktof', counted }, after);
    }
  }

  recordCache(event: KaizenCacheEvent): void {
    const { client, operation } = this.#labels.call(event);
    const outcome = this.#labels.cacheOutcome(event.outcome);
    this.#record('cacheRequests', { client, operation, outcome }, 1);
    this.#record('cacheDurations', { client, outcome }, event.durationMs / 1000);
  }

  recordRetry(event: KaizenRetryEvent): void {
    const reason = reasonClass(event.reason);
    this.#record('retries', { ...this.#labels.call(event), reason }, 1);
  }

  recordFallback(event: KaizenFallbackEvent): void {
    const reason = this.#labels.errorCode(event.reason);
    this.#record('fallbacks', { ...this.#labels.call(event), reason }, 1);
  }

  recordCircuit(event: KaizenCircuitEvent): void {
    const client = this.#labels.client(event.client);
    for (const state of ['closed', 'open', 'half-open']) {
      this.#record('circuit', { client, state }, state === event.state ? 1 : 0);
    }
  }

  recordVerificationFailure(event: KaizenVerificationEvent): void {
    this.#record('verificationFailures', this.#labels.call(event), 1);
  }

  /** A value that no figure can have is left out: it would spoil the sum for good. */
  #record<N extends FigureName>(figure: N, labels: LabelsOf<N>, value: number): void {
    if (Number.isFinite(value) && value >= 0) this.sink.record(figure, labels, value);
  }
}
