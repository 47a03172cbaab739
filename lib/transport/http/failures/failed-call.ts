import type { KaizenErrorContext } from '../../../errors/kaizen.error.js';
import type { ResolvedKaizenOptions } from '../../../options/kaizen-options.js';
import type { RequestState } from '../request-state.js';

/** What of a client's options its errors tell, or must not tell. */
export type FailureOptions = Pick<
  ResolvedKaizenOptions,
  'baseUrl' | 'apiKey' | 'headers' | 'proxy' | 'proxyAuth' | 'clientKeyPassphrase'
> &
  Pick<ResolvedKaizenOptions, 'maxResponseBytes'>;

/** What an error needs to know of the call it ends. */
export interface FailedCall {
  readonly state: Pick<RequestState, 'operation' | 'attempts' | 'call'>;
  readonly options: FailureOptions;
  /** The body as it was sent. Nothing that repeats a part of it gets into an error. */
  readonly requestBody?: string | undefined;
}

/** What every error of a call carries: its id, and how often it was sent, if it was sent at all. */
export function factsOf({ state }: FailedCall): Pick<KaizenErrorContext, 'requestId' | 'attempts'> {
  const { attempts, call } = state;
  return { requestId: call.requestId, ...(attempts > 0 && { attempts }) };
}

/** The service's host and port, as messages name it. */
export function hostOf({ options }: FailedCall): string {
  return new URL(options.baseUrl).host;
}

/** ` after 3 attempts`, where there was more than one. */
export function afterAttempts({ state: { attempts } }: FailedCall): string {
  return attempts > 1 ? ` after ${attempts} attempts` : '';
}
