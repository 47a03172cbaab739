import { type RefusalFacts } from './refusal.js';

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
