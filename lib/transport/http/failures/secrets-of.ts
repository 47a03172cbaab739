import { secretsOfCall, secretsOfOptions } from '../../../observability/redact/known-secrets.js';
import type { FailedCall } from './failed-call.js';

/** What must not be seen in an error: the secrets of the client's options, and those of its headers. */
export function secretsOf(
  { options, state }: FailedCall,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string[] {
  return [...secretsOfOptions(options, environment), ...secretsOfCall(state.call)];
}
