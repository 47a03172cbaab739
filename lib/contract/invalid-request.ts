import { formatStep } from '../errors/format-path.js';
import { nearestName } from '../errors/nearest-name.js';
import { KaizenPayloadError } from '../errors/payload.error.js';
import { isRecord } from './is-record.js';

/** The error for a request field: `path` is where, `rule` what it must be and the remedy. */
export function invalidRequest(path: string, rule: string): KaizenPayloadError {
  return new KaizenPayloadError(`${path} ${rule}`, 'KAIZEN_INVALID_PAYLOAD', path);
}

/**
 * Reads a request, or its options, as an object that has known fields only.
 *
 * @throws KaizenPayloadError when it is no object or has an unknown field; the message names the
 * nearest known one.
 */
export function requireFields(
  value: unknown,
  known: readonly string[],
  path: string,
): Record<string, unknown> {
  if (!isRecord(value)) throw invalidRequest(path, `must be an object. Pass ${list(known)}.`);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw unknownField(path, unknown, known);
  return value;
}

function unknownField(path: string, name: string, known: readonly string[]): KaizenPayloadError {
  const near = nearestName(name, known);
  const remedy = near ? `Did you mean "${near}"?` : `Known fields: ${list(known)}.`;
  return invalidRequest(path + formatStep(name), `is not a field of this request. ${remedy}`);
}

function list(known: readonly string[]): string {
  return known.length === 0 ? 'no fields' : known.join(', ');
}
