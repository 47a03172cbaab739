import type { PromptEncodePayload } from '../../contract/requests/prompt-encode-payload.dto.js';
import { KaizenPayloadError } from '../../errors/payload.error.js';

/** The request, which must not ask for its prompt to be kept: an engine has nowhere to keep it. */
export function keptNowhere(request: PromptEncodePayload): PromptEncodePayload {
  if (!request.store) return request;
  const message =
    '$.store is true, and the engine in this process keeps nothing. Leave it out, or use a server of this package (`baseUrl`).';
  throw new KaizenPayloadError(message, 'KAIZEN_INVALID_PAYLOAD', '$.store');
}
