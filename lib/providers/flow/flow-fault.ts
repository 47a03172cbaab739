import type { ProviderErrorKind } from '../../errors/provider.error.js';
import type { ErrorView } from '../adapter.js';
import { kindOf } from './failure-kind.js';

/** What the flow itself finds wrong, on its way to becoming an error of the package with the same cause. */
export class FlowFault extends Error {
  constructor(
    readonly kind: ProviderErrorKind,
    readonly view: ErrorView = {},
    cause?: unknown,
  ) {
    super(kind, { cause });
  }
}

/** What a vendor told in the middle of a stream, or in a response of success. */
export function faultOf(view: ErrorView): FlowFault {
  const isTold = view.status !== undefined || view.kind !== undefined;
  return new FlowFault(isTold ? kindOf(undefined, view) : 'server', view);
}
