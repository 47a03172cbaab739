import { decode } from '../ktof/decode.js';
import type { DecodeOptions } from '../ktof/decode-options.js';
import { encodeNormalized } from '../ktof/encode.js';
import type { ResolvedEncodeOptions } from '../ktof/encode-options.js';
import type { NormalizedValue } from '../ktof/encode/normalize.js';
import type { JsonValue } from '../ktof/json-value.js';

/** What an engine writes and reads text with. It must hold no state. */
export interface Codec {
  encode(normalized: NormalizedValue, options: ResolvedEncodeOptions): string;
  decode(text: string, options: DecodeOptions): JsonValue;
}

/** KTOF, as `nestjs-kaizen/ktof` has it. */
export const KTOF_CODEC: Codec = { encode: encodeNormalized, decode };
