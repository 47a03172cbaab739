import { KaizenConnectionError, KaizenResponseError, KaizenTimeoutError } from 'nestjs-kaizen';
import type { Failure } from './fault.js';

/** A connection that did not come about, or was lost. */
export function lost(attempts: number, failure: string, systemCode?: unknown): Failure {
  const fields = { code: 'KAIZEN_CONNECTION_FAILED', failure, attempts };
  const system = systemCode === undefined ? {} : { systemCode };
  return { type: KaizenConnectionError, with: { ...fields, ...system } };
}

/** A clock that ran out. */
export function late(attempts: number, which: string, timeoutMs: number): Failure {
  const fields = { code: 'KAIZEN_TIMEOUT', which, timeoutMs, attempts };
  return { type: KaizenTimeoutError, with: fields };
}

/** A response that is not what it should be. It is never asked for again. */
export function wrong(fault: string, fields: Record<string, unknown> = {}): Failure {
  const common = { code: 'KAIZEN_INVALID_RESPONSE', fault, attempts: 1 };
  return { type: KaizenResponseError, with: { ...common, ...fields } };
}

/** A status that says no. */
export function refused(
  type: Failure['type'],
  statusCode: number,
  attempts: number,
  fields: Record<string, unknown> = {},
): Failure {
  return { type, with: { statusCode, attempts, ...fields } };
}
