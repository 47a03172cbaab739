import type { AxiosResponse } from 'axios';
import type { KaizenError } from '../../../errors/kaizen.error.js';
import { apiError } from '../failures/api-error.js';
import type { FailedCall } from '../failures/failed-call.js';
import { quoteFor } from '../failures/quote.js';
import { secretsOf } from '../failures/secrets-of.js';
import { toKaizenError } from '../failures/to-kaizen-error.js';
import type { RequestState } from '../request-state.js';
import type { CollectedValue } from './collected-value.js';
import type { EventReader } from './event-reader.js';
import { brokenStream } from './install-streams.js';
import type { StreamEvent } from './stream-event.js';
import { StreamFaultError, streamError } from './stream-fault.js';

/** A request whose answer is read while it comes. */
export class EventStream {
  readonly #failed: FailedCall;

  constructor(
    readonly state: RequestState,
    options: FailedCall['options'],
    requestBody?: string,
  ) {
    const upload = state.stream?.upload;
    this.#failed = {
      state,
      options,
      get requestBody() {
        return requestBody ?? upload?.sentText;
      },
    };
  }

  /** What an error of this request needs to know. */
  get failed(): FailedCall {
    return this.#failed;
  }

  /** The typed error for whatever ended the request. */
  toError(error: unknown): KaizenError {
    const fault = error instanceof Error ? error.cause : undefined;
    const { failed } = this;
    if (fault instanceof StreamFaultError && !failed.state.call.signal.aborted) {
      const { response } = error as { response?: { status?: number } };
      return streamError(fault, failed, response?.status ?? 200);
    }
    const { failure } = this.state.stream?.upload ?? {};
    // A source that fails cuts the request, and that shows in the response.
    return toKaizenError(failure ?? error, failed);
  }

  /**
   * The events to the last one. However it ends, the response is let go of.
   *
   * @param collected Where values are put together.
   * @throws KaizenError also for what an `error` event tells.
   */
  async *read(
    response: AxiosResponse<EventReader>,
    collected?: CollectedValue,
  ): AsyncGenerator<Exclude<StreamEvent, { type: 'error' }>, void, undefined> {
    const reader = response.data;
    try {
      for (;;) {
        const event = reader.take() ?? (await reader.next());
        if (event.type === 'error') throw this.#refusal(event.statusCode, event.body, response);
        if (event.type === 'value') collected?.set(event);
        if (event.type === 'done') await reader.finish();
        yield event;
        if (event.type === 'done') return;
      }
    } catch (error) {
      throw this.toError(brokenStream(error, response));
    } finally {
      reader.close();
    }
  }

  /** The same error as for a response with that status. */
  #refusal(status: number, body: object, { headers }: AxiosResponse): KaizenError {
    const { failed } = this;
    const data = Buffer.from(JSON.stringify(body));
    const quote = quoteFor(secretsOf(failed), failed.requestBody);
    return apiError({ status, headers, data }, failed, quote);
  }
}
