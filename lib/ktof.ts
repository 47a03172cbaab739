/**
 * KTOF without Nest: `encode` and `decode` as plain functions.
 *
 * @module
 */
export { encode } from './ktof/encode.js';
export { decode } from './ktof/decode.js';
export { type EncodeOptions, type KtofDelimiter, type KtofProfile } from './ktof/encode-options.js';
export { type DecodeOptions } from './ktof/decode-options.js';
export {
  type JsonArray,
  type JsonObject,
  type JsonPrimitive,
  type JsonValue,
} from './ktof/json-value.js';
export { KaizenError } from './errors/kaizen.error.js';
export { KaizenFormatError } from './errors/format.error.js';
export { KaizenOptionsError } from './errors/options.error.js';
export { KaizenPayloadError } from './errors/payload.error.js';
