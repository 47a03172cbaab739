import type { DecodeRequest } from './requests/decode-request.dto.js';
import type { EncodeRequest } from './requests/encode-request.dto.js';
import type { OptimizePayload } from './requests/optimize-payload.dto.js';
import type { OptimizeRequestPayload } from './requests/optimize-request-payload.dto.js';
import type { OptimizeResponsePayload } from './requests/optimize-response-payload.dto.js';
import type { PromptDecodePayload } from './requests/prompt-decode-payload.dto.js';
import type { PromptEncodePayload } from './requests/prompt-encode-payload.dto.js';
import type { CompressResponse } from './responses/compress-response.js';
import type { DecompressResponse } from './responses/decompress-response.js';
import type { HealthResponse } from './responses/health-response.js';
import type { OptimizeRequestResponse } from './responses/optimize-request-response.js';
import type { OptimizeResponseResponse } from './responses/optimize-response-response.js';
import type { OptimizeResponse } from './responses/optimize-response.js';
import type { PromptDecodeResponse } from './responses/prompt-decode-response.js';
import type { PromptEncodeResponse } from './responses/prompt-encode-response.js';

/** What each operation takes. */
export interface KaizenRequests {
  health: Record<string, never>;
  compress: EncodeRequest;
  decompress: DecodeRequest;
  optimize: OptimizePayload;
  optimizeRequest: OptimizeRequestPayload;
  optimizeResponse: OptimizeResponsePayload;
  promptsEncode: PromptEncodePayload;
  promptsDecode: PromptDecodePayload;
}

/** What each operation answers. */
export interface KaizenResponses {
  health: HealthResponse;
  compress: CompressResponse;
  decompress: DecompressResponse;
  optimize: OptimizeResponse;
  optimizeRequest: OptimizeRequestResponse;
  optimizeResponse: OptimizeResponseResponse;
  promptsEncode: PromptEncodeResponse;
  promptsDecode: PromptDecodeResponse;
}
