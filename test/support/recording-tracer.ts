import { AsyncLocalStorage } from 'node:async_hooks';
import type {
  KaizenAttemptOutcome,
  KaizenCallSpan,
  KaizenTracedAttempt,
  KaizenTracedCall,
  KaizenTracer,
} from '../../lib/options/tracing-options.js';

/** A span as the recording tracer keeps it. */
export interface RecordedSpan {
  readonly id: string;
  readonly parent: string | undefined;
  readonly told: KaizenTracedCall | KaizenTracedAttempt;
  ended?: unknown;
  /** How often it was ended: once, if all is well. */
  ends: number;
}

const hex = (nth: number, length: number): string => nth.toString(16).padStart(length, '0');

/** A tracer that keeps its spans and hands their context on, across every await, as real ones do. */
export class RecordingTracer implements KaizenTracer {
  readonly spans: RecordedSpan[] = [];
  readonly #current = new AsyncLocalStorage<RecordedSpan>();

  /** The span that is current here. */
  get current(): RecordedSpan | undefined {
    return this.#current.getStore();
  }

  startCall(call: KaizenTracedCall): KaizenCallSpan {
    const remote = call.parent['traceparent']?.split('-')[2];
    const span = this.#start(call, remote ?? this.current?.id);
    return {
      run: (work) => void this.#current.run(span, work),
      startAttempt: (attempt) => {
        const sent = this.#start(attempt, span.id);
        return {
          headers: { traceparent: `00-${hex(1, 32)}-${sent.id}-01` },
          end: (outcome: KaizenAttemptOutcome) => end(sent, outcome),
        };
      },
      end: (outcome, compression) => end(span, { outcome, compression }),
    };
  }

  #start(told: RecordedSpan['told'], parent: string | undefined): RecordedSpan {
    const span: RecordedSpan = { id: hex(this.spans.length + 1, 16), parent, told, ends: 0 };
    this.spans.push(span);
    return span;
  }
}

function end(span: RecordedSpan, told: unknown): void {
  span.ended = told;
  span.ends += 1;
}
