import { hydrateResponse } from '../contract/hydrate-response.js';
import { invalidRequest } from '../contract/invalid-request.js';
import type { PromptDecodeResponse } from '../contract/responses/prompt-decode-response.js';
import type { PromptEncodeResponse } from '../contract/responses/prompt-encode-response.js';
import { validateRequest } from '../contract/validate-request.js';
import type { DecodeStreamRequest, EncodeStreamRequest } from '../engine/stream/stream-engine.js';
import { KaizenOptionsError } from '../errors/options.error.js';
import { KaizenResponseError } from '../errors/response.error.js';
import type {
  KaizenDecodeStreamPart,
  KaizenEncodeStreamPart,
  KaizenStreamEnd,
  KaizenTransport,
  KaizenTransportCall,
} from '../transport/kaizen-transport.js';
import type {
  PromptDecodeStreamEvent,
  PromptEncodeStreamEvent,
  PromptStreamDone,
} from './prompt-stream-events.js';

/** What `promptsEncode` can be asked for and a stream cannot, for it takes the whole text. */
const WHOLE_ONLY = ['tokenModels', 'schemas'] as const;

/** Who asked for a stream, and who serves it unless its end says otherwise. */
export interface StreamContext {
  readonly requestId: string;
  readonly servedBy: KaizenTransport['kind'];
  /** How many requests were sent, where any was. */
  readonly attempts?: number | undefined;
}

/** Checks a prompt and begins to have it encoded bit by bit. */
export function openEncodeStream(
  transport: KaizenTransport,
  payload: unknown,
  call: KaizenTransportCall,
): AsyncIterable<KaizenEncodeStreamPart> {
  if (!transport.encodeStream) throw cannotStream('promptsEncode');
  return transport.encodeStream(readRequest(payload), call);
}

/** Begins to have a text decoded while it comes. */
export function openDecodeStream(
  transport: KaizenTransport,
  request: DecodeStreamRequest,
  call: KaizenTransportCall,
): AsyncIterable<KaizenDecodeStreamPart> {
  if (!transport.decodeStream) throw cannotStream('promptsDecode');
  return transport.decodeStream(request, call);
}

/** What a consumer is told of a part of an encoding. */
export function tellEncodePart(
  part: KaizenEncodeStreamPart,
  context: StreamContext,
): PromptEncodeStreamEvent {
  if (part.type === 'chunk') return part;
  const end = endOf(part, context);
  const response = hydrateResponse('promptsEncode', { ...part.body, result: '' }, end);
  const { metadata } = response;
  return { ...done(response, end), ...(metadata && { metadata }) };
}

/** What a consumer is told of a part of a decoding. */
export function tellDecodePart<T>(
  part: KaizenDecodeStreamPart,
  context: StreamContext & { readonly collect: boolean },
): PromptDecodeStreamEvent<T> {
  if (part.type === 'value') return part;
  const end = endOf(part, context);
  const response = hydrateResponse('promptsDecode', part.body, end);
  return { ...done(response, end), ...(context.collect && { result: response.result as T }) };
}

function endOf(
  { servedBy, requestId, attempts }: KaizenStreamEnd,
  { servedBy: expected, requestId: own }: StreamContext,
): StreamContext {
  return { servedBy: servedBy ?? expected, requestId: requestId ?? own, attempts };
}

function done(
  { stats }: PromptEncodeResponse | PromptDecodeResponse,
  { requestId, servedBy, attempts }: StreamContext,
): PromptStreamDone {
  const sent = attempts === undefined ? {} : { attempts };
  if (stats) return { type: 'done', stats, requestId, servedBy, ...sent };
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

/** Only for a transport of somebody else's: both of this package's can. */
function cannotStream(method: string): KaizenOptionsError {
  const message = `The transport of this client cannot stream. Use ${method}, or give the transport that method.`;
  return new KaizenOptionsError(message, 'transport');
}
