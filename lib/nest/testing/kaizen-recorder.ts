import type { KaizenOperation } from '../../contract/operations.js';
import type {
  KaizenAnyRecordedCall,
  KaizenRecordedCall,
  KaizenRecordedOperation,
  KaizenRecordedPayloads,
  KaizenScriptedOperation,
} from './recorded-call.js';
import type { KaizenResponder, KaizenScriptedBody } from './scripted-answer.js';

/** A call while it is recorded. */
type OpenCall = { -readonly [K in keyof KaizenRecordedCall]: KaizenRecordedCall[K] };

/** What is to become of the next call of an operation. */
type NextAnswer = (request: never, call: never) => unknown;

/**
 * Notes what a client under test is asked, and says what its next calls come to.
 *
 * @example
 * ```ts
 * const recorder = app.get<KaizenRecorder>(getKaizenRecorderToken());
 * recorder.failNext('promptsEncode', new KaizenTimeoutError('too slow', 500));
 * await summaries.create(records);
 * expect(recorder.callsTo('promptsEncode')[0]?.payload.prompt).toEqual({ records });
 * ```
 */
export class KaizenRecorder {
  readonly #calls: OpenCall[] = [];
  readonly #next = new Map<KaizenScriptedOperation, NextAnswer[]>();

  /** Every call since the last {@link reset}, in the order they were made. */
  get calls(): readonly KaizenAnyRecordedCall[] {
    return this.#calls.slice() as KaizenAnyRecordedCall[];
  }

  /** The calls of one method, in the order they were made. */
  callsTo<O extends KaizenRecordedOperation>(operation: O): KaizenRecordedCall<O>[] {
    const found = this.#calls.filter((call) => call.operation === operation);
    return found as KaizenRecordedCall<O>[];
  }

  /**
   * Has the next call of this method fail with this error. It is for the first call that nobody has
   * scripted yet: say it twice for two calls. A call with a wrong payload fails with that and uses up
   * nothing. Each item of a batch takes what was said for a call of its own.
   */
  failNext(operation: KaizenScriptedOperation, error: Error): this {
    return this.#script(operation, () => {
      throw error;
    });
  }

  /**
   * Has the next call of this operation come to this body, or to what the function makes of the
   * request. It is for the first call that nobody has scripted yet.
   *
   * @example
   * ```ts
   * recorder.respondNext('promptsDecode', { result: { late: [102] } });
   * recorder.respondNext('promptsEncode', () => new Promise(() => {})); // never: a timeout
   * ```
   */
  respondNext<O extends KaizenOperation>(
    operation: O,
    answer: KaizenScriptedBody | KaizenResponder<O>,
  ): this {
    return this.#script(operation, typeof answer === 'function' ? answer : () => answer);
  }

  /** Forgets every call, and every answer that no call has used. */
  reset(): void {
    this.#calls.length = 0;
    this.#next.clear();
  }

  /**
   * Notes a call.
   *
   * @internal
   */
  begin<O extends KaizenRecordedOperation>(
    operation: O,
    payload: KaizenRecordedPayloads[O],
    call: KaizenRecordedCall['call'] = {},
  ): OpenCall {
    const open: OpenCall = { operation, payload, call };
    this.#calls.push(open);
    return open;
  }

  /**
   * What the next call of this operation comes to, if that was said.
   *
   * @internal
   */
  takeNext<O extends KaizenOperation>(operation: O): KaizenResponder<O> | undefined;
  /** @internal */
  takeNext(operation: KaizenScriptedOperation): (() => unknown) | undefined;
  takeNext(operation: KaizenScriptedOperation): NextAnswer | undefined {
    return this.#next.get(operation)?.shift();
  }

  #script(operation: KaizenScriptedOperation, answer: NextAnswer): this {
    const waiting = this.#next.get(operation) ?? [];
    this.#next.set(operation, [...waiting, answer]);
    return this;
  }
}
