import { hydrateResponse } from '../contract/hydrate-response.js';
import type { KaizenOperation } from '../contract/operations.js';
import type { ServedBy } from '../contract/responses/served-by.js';
import type { KaizenCacheOutcome } from '../contract/responses/cache-outcome.js';
import type { KaizenTransportAnswer } from '../transport/kaizen-transport.js';
import type { Answered } from './flights.js';

/** The answer that a body's JSON is. Each has a body of its own, so that whoever changes it changes no other. */
export function answerOf(
  json: string,
  servedBy: ServedBy,
  cache: KaizenCacheOutcome,
): KaizenTransportAnswer {
  return { body: JSON.parse(json) as unknown, servedBy, cache };
}

/** What an equal call was answered, for one that has waited for it. */
export function sharedAnswer(
  { json, servedBy }: Answered,
  cache: KaizenCacheOutcome,
): KaizenTransportAnswer {
  return { ...answerOf(json, servedBy, cache), isShared: true };
}

/** Whether a body is a response to the operation. */
export function isResponse(operation: KaizenOperation, body: unknown): boolean {
  try {
    hydrateResponse(operation, body);
    return true;
  } catch {
    return false;
  }
}

/** Whether this is the JSON of a response to the operation. */
export function isResponseJson(operation: KaizenOperation, json: string): boolean {
  try {
    return isResponse(operation, JSON.parse(json));
  } catch {
    return false;
  }
}

/** The JSON of a body; `undefined` for one that has none. */
export function jsonOf(body: unknown): string | undefined {
  try {
    return JSON.stringify(body);
  } catch {
    return undefined;
  }
}

/** The same answer, with what the cache had. */
export function told(
  answer: KaizenTransportAnswer,
  cache: KaizenCacheOutcome,
): KaizenTransportAnswer {
  return { ...answer, cache };
}
