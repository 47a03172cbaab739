import type { VerificationFailure, VerificationFailureHook } from './engine-options.js';

/** Tells the hook, if there is one, of an encode that did not read back. What it throws is dropped. */
export function tellFailure(
  hook: VerificationFailureHook | undefined,
  failure: VerificationFailure,
): void {
  try {
    hook?.(failure);
  } catch {
    // The call has its answer; who counts faults must not take it away.
  }
}
