import http, { type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import type { KaizenTimeoutError } from '../../../errors/timeout.error.js';
import { ownRequest } from './own-request.js';
import { type PhaseTimeouts, phaseTimeout } from './phase-timeouts.js';
import { RequestClock } from './request-clock.js';

/** What axios sends its requests by: its `transport` option. */
export interface TimedTransport {
  /** As `http.request` and `https.request`, by the protocol of the options. */
  request(
    options: RequestOptions & { readonly agent?: Agent },
    onResponse: (response: IncomingMessage) => void,
  ): ClientRequest;
}

const PHASE_ERROR = Symbol('kaizen.phaseError');

interface TimedRequest extends ClientRequest {
  [PHASE_ERROR]?: KaizenTimeoutError;
}

/**
 * A transport for axios with a clock for each phase of a request: the wait for a free socket, the
 * connection, the upload, the response. A clock that runs out destroys the request with a
 * {@link KaizenTimeoutError} that says which; {@link phaseErrorOf} finds it whatever becomes of it.
 *
 * The clock of the response begins anew with each byte, and does not run while the reader is slow.
 * A deadline for the whole call is the business of the caller's signal.
 */
export function createTimedTransport(timeouts: PhaseTimeouts): TimedTransport {
  return {
    request(options, onResponse) {
      const { request: send } = options.protocol === 'https:' ? https : http;
      const request: TimedRequest = ownRequest(
        send(options, (response) => {
          clock.responded(response);
          onResponse(response);
        }),
        options.agent,
      );
      const clock = new RequestClock(request, timeouts, (phase) => {
        const error = phaseTimeout(phase, timeouts);
        request[PHASE_ERROR] = error;
        request.destroy(error);
      });
      return request;
    },
  };
}

/**
 * The timeout that ended a request, if one did: axios has other words for a response that broke off
 * ("stream has been aborted").
 *
 * @param request What an axios error has as its `request`.
 */
export function phaseErrorOf(request: unknown): KaizenTimeoutError | undefined {
  return (request as TimedRequest | null | undefined)?.[PHASE_ERROR];
}
