import type { OperationRoute } from './operations.js';

/** The operations that many requests can be handed to at once. */
export type KaizenBatchOperation = 'promptsEncode' | 'promptsDecode';

/**
 * Routes that take `{"items": [request, …]}` and answer each request by itself:
 * `{"status": "ok", "operation": …, "items": [{"index": 0, "status": "ok", …response} |
 * {"index": 1, "status": "error", "status_code": 422, "error": {"code", "message", "details"?}}]}`.
 *
 * An addition of this package to the API: a service may not have them.
 */
export const BATCH_ROUTES: Readonly<Record<KaizenBatchOperation, OperationRoute>> = {
  promptsEncode: {
    method: 'POST',
    path: '/v1/prompts/encode/batch',
    wireName: 'prompts.encode.batch',
  },
  promptsDecode: {
    method: 'POST',
    path: '/v1/prompts/decode/batch',
    wireName: 'prompts.decode.batch',
  },
};
