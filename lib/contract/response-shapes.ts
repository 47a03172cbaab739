import type { KaizenOperation } from './operations.js';
import { CompressResponse } from './responses/compress-response.js';
import { DecompressResponse } from './responses/decompress-response.js';
import type { OperationResponse } from './responses/operation-response.js';
import { OptimizeRequestResponse } from './responses/optimize-request-response.js';
import { OptimizeResponseResponse } from './responses/optimize-response-response.js';
import { OptimizeResponse } from './responses/optimize-response.js';
import { PromptDecodeResponse } from './responses/prompt-decode-response.js';
import { PromptEncodeResponse } from './responses/prompt-encode-response.js';

/** How an operation's response is read. */
export interface ResponseShape {
  /** The class of the response. Its rules are its decorators. */
  readonly type: new () => OperationResponse;
  /** The wire names of the result, in the order they are tried. */
  readonly result: readonly string[];
  /** Whether the operation counts tokens. */
  readonly countsTokens: boolean;
  /** Whether the operation may give a list of messages. */
  readonly hasMessages?: boolean;
  /** Whether the operation may give the id of a stored prompt. */
  readonly hasPayloadId?: boolean;
}

const encoded = (type: new () => OperationResponse): ResponseShape => ({
  type,
  result: ['result'],
  countsTokens: true,
});
const decoded = (type: new () => OperationResponse): ResponseShape => ({
  type,
  result: ['result', 'data'],
  countsTokens: false,
});

/** How the response of every operation but `health` is read. */
export const RESPONSE_SHAPES: Readonly<Record<Exclude<KaizenOperation, 'health'>, ResponseShape>> =
  {
    compress: encoded(CompressResponse),
    decompress: decoded(DecompressResponse),
    optimize: encoded(OptimizeResponse),
    optimizeRequest: { ...encoded(OptimizeRequestResponse), hasMessages: true },
    optimizeResponse: decoded(OptimizeResponseResponse),
    promptsEncode: { ...encoded(PromptEncodeResponse), hasMessages: true, hasPayloadId: true },
    promptsDecode: decoded(PromptDecodeResponse),
  };
