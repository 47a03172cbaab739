import type { RefusalFacts } from './refusal.js';
import { statusOf } from './refusal-codes.js';

/** The body of an error response. */
export interface ErrorBody {
  /** With 422 only: the same list as `error.details`, where FastAPI's clients look for it. */
  readonly detail?: RefusalFacts['details'];
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details?: RefusalFacts['details'];
    readonly request_id: string;
  };
}

/** The body of an error response: structured, and for 422 with FastAPI's `detail` as well. */
export function errorBody(
  { code, message, details }: RefusalFacts,
  status: number,
  requestId: string,
): ErrorBody {
  const error = { code, message, ...(details && { details }), request_id: requestId };
  return status === 422 && details ? { detail: details, error } : { error };
}

/** What stands for an error response inside of another one: in a batch, and in a stream of events. */
export interface ErrorPart {
  readonly status_code: number;
  readonly error: Omit<ErrorBody['error'], 'request_id'>;
}

/** A refusal as a part of a response. */
export function errorPart(facts: RefusalFacts): ErrorPart {
  const { code, message, details } = facts;
  return { status_code: statusOf(facts), error: { code, message, ...(details && { details }) } };
}
