import { KaizenResponseError, type KaizenResponseFault } from '../../../errors/response.error.js';
import { afterAttempts, factsOf, type FailedCall, hostOf } from './failed-call.js';

/** Faults of a response that show before its body is there. */
export type TransferFault = Extract<
  KaizenResponseFault,
  'redirect' | 'too-large' | 'encoding' | 'protocol'
>;

/** What is known of the fault. */
export interface FaultFacts {
  readonly cause?: Error;
  readonly statusCode?: number | undefined;
  /** What Node calls it, where it has a name for it. */
  readonly code?: string | undefined;
}

/** The error for a response that cannot be read. */
export function responseFault(
  fault: TransferFault,
  call: FailedCall,
  { cause, statusCode, code }: FaultFacts,
): KaizenResponseError {
  const [what, remedy] = tell(fault, call);
  const known = [statusCode && `HTTP ${statusCode}`, code].filter(Boolean).join(', ');
  const inBrackets = known && ` (${known})`;
  return new KaizenResponseError(
    `${call.state.operation} failed${afterAttempts(call)}: ${what}${inBrackets}. ${remedy}`,
    [],
    { ...factsOf(call), cause, fault, ...(statusCode !== undefined && { statusCode }) },
  );
}

function tell(fault: TransferFault, call: FailedCall): readonly [what: string, remedy: string] {
  const host = hostOf(call);
  switch (fault) {
    case 'redirect':
      return [
        `${host} sends elsewhere, and a redirect is never followed with key and prompt`,
        'Set baseUrl to the address at which the service itself answers, https:// if it has that.',
      ];
    case 'too-large':
      return [
        `the response of ${host} is larger than maxResponseBytes allows, ${call.options.maxResponseBytes} bytes after unpacking`,
        'Ask for less at once, or raise maxResponseBytes.',
      ];
    case 'encoding':
      return [
        `the response of ${host} cannot be unpacked`,
        'Check whether a proxy or gateway packs it again or cuts it.',
      ];
    case 'protocol':
      return [
        `what ${host} sends is no valid HTTP`,
        'Check the port in baseUrl and whether it asks for https://, and what stands before the service.',
      ];
  }
}
