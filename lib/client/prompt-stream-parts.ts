import { hydrateResponse } from '../contract/hydrate-response.js';
import { invalidRequest } from '../contract/invalid-request.js';
import { type PromptDecodeResponse } from '../contract/responses/prompt-decode-response.js';
import { type PromptEncodeResponse } from '../contract/responses/prompt-encode-response.js';
import { validateRequest } from '../contract/validate-request.js';
import {
  type DecodeStreamPart,
  type DecodeStreamRequest,
  type EncodeStreamPart,
  type EncodeStreamRequest,
} from '../engine/stream/stream-engine.js';
import { KaizenOptionsError } from '../errors/options.error.js';
import { KaizenResponseError } from '../errors/response.error.js';
import { type KaizenTransport, type KaizenTransportCall } from '../transport/kaizen-transport.js';
import {
  type PromptDecodeStreamEvent,
  type PromptEncodeStreamEvent,
  type PromptStreamDone,
} from './prompt-stream-events.js';

/** What `promptsEncode` can be asked for and a stream cannot, for it takes the whole text. */
const WHOLE_ONLY = ['tokenModels', 'schemas'] as const;

/** Who asked for a stream, and who serves it. */
export interface StreamContext {
  readonly requestId: string;
  readonly servedBy: KaizenTransport['kind'];
}

/** Checks a prompt and begins to have it encoded bit by bit. */
export function openEncodeStream(
  transport: KaizenTransport,
  payload: unknown,
  call: KaizenTransportCall,
): AsyncIterable<EncodeStreamPart> {
  if (!transport.encodeStream) throw cannotStream(transport, 'promptsEncode');
  return transport.encodeStream(readRequest(payload), call);
}

/** Begins to have a text decoded while it comes. */
export function openDecodeStream(
  transport: KaizenTransport,
  request: DecodeStreamRequest,
  call: KaizenTransportCall,
): AsyncIterable<DecodeStreamPart> {
  if (!transport.decodeStream) throw cannotStream(transport, 'promptsDecode');
  return transport.decodeStream(request, call);
}

/** What a consumer is told of a part of an encoding. */
export function tellEncodePart(
  part: EncodeStreamPart,
  context: StreamContext,
): PromptEncodeStreamEvent {
  if (part.type === 'chunk') return part;
  const response = hydrateResponse('promptsEncode', { ...part.body, result: '' }, context);
  const { metadata } = response;
  return { ...done(response, context), ...(metadata && { metadata }) };
}

/** What a consumer is told of a part of a decoding. */
export function tellDecodePart<T>(
  part: DecodeStreamPart,
  context: StreamContext & { readonly collect: boolean },
): PromptDecodeStreamEvent<T> {
  if (part.type === 'value') return part;
  const { requestId, servedBy, collect } = context;
  const response = hydrateResponse('promptsDecode', part.body, { requestId, servedBy });
  return { ...done(response, context), ...(collect && { result: response.result as T }) };
}

function done(
  { stats }: PromptEncodeResponse | PromptDecodeResponse,
  { requestId, servedBy }: StreamContext,
): PromptStreamDone {
  if (stats) return { type: 'done', stats, requestId, servedBy };
  const message = 'The stream ended without its `stats`. Use a service that sends them.';
  throw new KaizenResponseError(message, ['stats'], { requestId });
}

function readRequest(payload: unknown): EncodeStreamRequest {
  const request = validateRequest('promptsEncode', payload);
  const whole = WHOLE_ONLY.find((name) => request[name] !== undefined && request[name] !== null);
  if (whole !== undefined) {
    throw invalidRequest(`$.${whole}`, 'cannot be had from a stream. Use promptsEncode for it.');
  }
  if (request.autoDetectJson) {
    const rule =
      'cannot be true in a stream, which leaves strings alone. Use promptsEncode for it.';
    throw invalidRequest('$.autoDetectJson', rule);
  }
  const { prompt, options, metadata } = request;
  return { prompt, options, metadata };
}

function cannotStream({ kind }: KaizenTransport, method: string): KaizenOptionsError {
  const message = `The transport "${kind}" cannot stream. Use ${method}, or a client with the transport "embedded".`;
  return new KaizenOptionsError(message, 'transport');
}
