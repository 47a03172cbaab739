import type { KaizenErrorDetail } from '../../errors/api.error.js';
import type { RefusalCode } from './refusal-codes.js';

/** A place in a request and what is wrong there. Of KTOF text it has line and column, from 1. */
export interface RefusalDetail extends KaizenErrorDetail {
  readonly line?: number;
  readonly column?: number;
}

/** What a refusal tells beside its code. It is plain data: it goes from thread to thread. */
export interface RefusalFacts {
  readonly code: RefusalCode;
  /** The HTTP status. Default: that of the code. */
  readonly status?: number;
  /** What is wrong, ending in the remedy. It holds no secret and none of the request's values. */
  readonly message: string;
  readonly details?: readonly RefusalDetail[];
  /** How long the client should wait, in whole seconds. */
  readonly retryAfterSeconds?: number;
}

/** A request that is answered with an error. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly facts: RefusalFacts,
    cause?: unknown,
  ) {
    super(facts.message, cause === undefined ? undefined : { cause });
  }
}

/** Makes a refusal from its code and message. */
export function refusal(
  code: RefusalCode,
  message: string,
  more: Omit<RefusalFacts, 'code' | 'message'> = {},
): Refusal {
  return new Refusal({ code, message, ...more });
}
