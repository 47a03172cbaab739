import { KaizenError } from '../../../errors/kaizen.error.js';
import { phaseErrorOf } from '../sockets/timed-transport.js';
import { causesOf } from './error-code.js';

/** What an axios error has, as far as it is read here. It is known by its shape: there may be two axios. */
export interface AxiosFailure {
  readonly code?: string;
  readonly message?: string;
  readonly request?: unknown;
  readonly response?: AxiosFailedResponse;
}

/** The response of an axios error. */
export interface AxiosFailedResponse {
  readonly status: number;
  /** With lower-case names. */
  readonly headers: object;
  /** The body's bytes; anything else is a body that never came. */
  readonly data?: unknown;
}

/**
 * A clock's or a proxy's error, which is one of ours and tells more. When the body has begun, axios
 * puts one of its own in a clock's place.
 */
export function errorOfOurs(error: AxiosFailure): KaizenError | undefined {
  const ours = causesOf(error).find((cause) => cause instanceof KaizenError);
  return ours ?? (error.response?.data === undefined ? phaseErrorOf(error.request) : undefined);
}

/** Whether the body broke off: axios gives that a vague code, and the head of the response. */
export function isCutBody({ code, response }: AxiosFailure): boolean {
  return code === 'ERR_BAD_RESPONSE' && response !== undefined && response.data === undefined;
}
