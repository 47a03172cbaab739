/**
 * KTOF without Nest: `encode` and `decode` as plain functions.
 *
 * @module
 */
export { encode } from './ktof/encode.js';
export { decode } from './ktof/decode.js';
export { decodeReply } from './ktof/reply/decode-reply.js';
export {
  encodeLines,
  encodeStream,
  type EncodeStreamOptions,
} from './ktof/stream/encode-stream.js';
export { decodeStream, type DecodeStreamOptions } from './ktof/stream/decode-stream.js';
export {
  type DecodeDoneEvent,
  type DecodeStreamEvent,
  type DecodeValueEvent,
  type ValuePath,
} from './ktof/stream/decode-event.js';
export {
  type KtofChunk,
  type KtofSource,
  type KtofWebReader,
  type KtofWebStream,
} from './ktof/stream/source.js';
export { type EncodeOptions, type KtofDelimiter, type KtofProfile } from './ktof/encode-options.js';
export { type DecodeOptions } from './ktof/decode-options.js';
export { type DecodedReply, type ReplyIssue } from './ktof/reply/decoded-reply.js';
export { type ReplyIssueCode } from './ktof/reply/issue-code.js';
export { type DecodeReplyOptions } from './ktof/reply/reply-options.js';
export {
  type JsonArray,
  type JsonObject,
  type JsonPrimitive,
  type JsonValue,
} from './ktof/json-value.js';
export { KaizenAbortError } from './errors/abort.error.js';
export { KaizenError } from './errors/kaizen.error.js';
export { KaizenFormatError } from './errors/format.error.js';
export { KaizenOptionsError } from './errors/options.error.js';
export { KaizenPayloadError } from './errors/payload.error.js';
export { KaizenStreamError } from './errors/stream.error.js';
