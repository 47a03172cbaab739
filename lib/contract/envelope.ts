import { type KaizenOperation, OPERATIONS } from './operations.js';
import { readOptional, type Wire } from './read-fields.js';
import type { KaizenCacheOutcome } from './responses/cache-outcome.js';
import type { ServedBy } from './responses/served-by.js';

/** What the transport knows about a response beside its body. */
export interface HydrationContext {
  /** The request's id. Default: the body's `request_id`. */
  readonly requestId?: string;
  /** Which transport served the call. */
  readonly servedBy?: ServedBy;
  /** What the cache had, where one was asked. */
  readonly cache?: KaizenCacheOutcome;
  /** How many times the request was sent, for an error. */
  readonly attempts?: number;
}

/** The service's `success` is the documented `ok`. */
export function normaliseStatus(status: unknown): unknown {
  return status === 'success' ? 'ok' : status;
}

/** The documented spelling (`prompts.encode`) of the service's `prompts_encode`, or of no name. */
export function normaliseOperation(name: unknown, operation: KaizenOperation): unknown {
  if (name === undefined) return OPERATIONS[operation].wireName;
  return typeof name === 'string' ? name.replaceAll('_', '.') : name;
}

/** Whose response it is and who served it. A `request_id` that is no text is left alone. */
export function identity(body: Wire, { requestId, servedBy, cache }: HydrationContext) {
  const fromBody = readOptional(body, 'request_id');
  const id = requestId ?? (typeof fromBody === 'string' ? fromBody : undefined);
  return { requestId: id, servedBy, cache };
}
