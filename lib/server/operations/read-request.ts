import { fromWire } from '../../contract/from-wire.js';
import type { KaizenRequests } from '../../contract/types.js';
import { validateRequest } from '../../contract/validate-request.js';
import { KaizenPayloadError } from '../../errors/payload.error.js';
import { refusal, type RefusalDetail } from '../refusals/refusal.js';
import { detailLine, violationDetail } from '../refusals/violation-detail.js';
import type { BodyOperation, JobSettings } from './job.js';

/** A request that has been checked. */
export type CheckedRequest = KaizenRequests[BodyOperation];

/**
 * The request of a JSON body.
 *
 * @throws KaizenPayloadError for a field that is unknown, named as on the wire.
 * @throws Refusal for one that is missing or mistyped, and for more token models than allowed.
 */
export function readRequest(
  operation: BodyOperation,
  body: unknown,
  { maxTokenModels }: Pick<JobSettings, 'maxTokenModels'>,
): CheckedRequest {
  const fields = fromWire(operation, body);
  const request = validated(operation, fields);
  const { tokenModels } = request as { tokenModels?: readonly string[] | null };
  if (tokenModels && tokenModels.length > maxTokenModels) throw tooManyModels(maxTokenModels);
  return request;
}

function validated(operation: BodyOperation, fields: Record<string, unknown>): CheckedRequest {
  try {
    return validateRequest(operation, fields);
  } catch (error) {
    if (!(error instanceof KaizenPayloadError)) throw error;
    const detail = violationDetail(error);
    const isMissing = /^\$\.\w+$/.test(error.path) && !Object.hasOwn(fields, error.path.slice(2));
    throw invalid(isMissing ? { ...detail, type: 'missing' } : detail);
  }
}

function tooManyModels(most: number): Error {
  const msg = `may name ${most} models. Ask for fewer.`;
  return invalid({ loc: ['body', 'token_models'], msg, type: 'too_long' });
}

function invalid(detail: RefusalDetail): Error {
  return refusal('validation_failed', detailLine(detail), { details: [detail] });
}
