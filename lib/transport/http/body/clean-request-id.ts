import { secretsOfHeaders } from '../../../observability/redact/known-secrets.js';
import type { Redactor } from '../../../observability/redact/redactor.js';
import type { KaizenTransportCall } from '../../kaizen-transport.js';
import { requestIdOf } from './plain-headers.js';

/**
 * The id under which the service knows the request, unless it holds a secret that the request came with: the
 * id gets into results, errors and logs.
 */
export function cleanRequestId(
  headers: object,
  { requestId, headers: own, secretHeaders = {} }: KaizenTransportCall,
  redactor: Redactor,
): string | undefined {
  const id = requestIdOf(headers);
  if (id === undefined || id === requestId) return id;
  const secrets = [...secretsOfHeaders(own), ...Object.values(secretHeaders)];
  const isSecret = secrets.some((secret) => secret !== '' && id.includes(secret));
  return isSecret || !redactor.isClean(id) ? undefined : id;
}
