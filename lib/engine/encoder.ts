import { type EncodeOptionsDto } from '../contract/requests/encode-options.dto.js';
import { KaizenError } from '../errors/kaizen.error.js';
import { decode } from '../ktof/decode.js';
import { encodeNormalized } from '../ktof/encode.js';
import { type EncodeOptions, resolveEncodeOptions } from '../ktof/encode-options.js';
import { normalize } from '../ktof/encode/normalize.js';
import { jsonEqual } from '../ktof/json-equal.js';
import { type JsonValue } from '../ktof/json-value.js';
import { DEFAULT_MAX_PAYLOAD_BYTES, type EngineOptions } from './engine-options.js';

/** A payload as KTOF, beside the compact JSON that it stands for. */
export interface Encoded {
  readonly text: string;
  readonly json: string;
}

/** Encodes payloads with the engine's settings, and makes sure that they read back. */
export class Encoder {
  private readonly defaults: EncodeOptions;
  private readonly verify: boolean;

  constructor({ verify = true, maxPayloadBytes, ...defaults }: EngineOptions) {
    this.verify = verify;
    this.defaults = { ...defaults, maxBytes: maxPayloadBytes ?? DEFAULT_MAX_PAYLOAD_BYTES };
  }

  /**
   * The options of a call win over the engine's. Should a text not read back as the payload, its
   * compact JSON is given instead. Throws `KaizenPayloadError`.
   */
  encode(value: unknown, options: EncodeOptionsDto | null | undefined): Encoded {
    const resolved = resolveEncodeOptions({ ...this.defaults, ...given(options) });
    const normalized = normalize(value, resolved);
    const text = encodeNormalized(normalized, resolved);
    const json = JSON.stringify(normalized.value);
    const isSafe = !this.verify || readsBack(text, normalized.value, resolved);
    return { text: isSafe ? text : json, json };
  }
}

/** The options that are set; `null` is as good as absent. */
function given(options: EncodeOptionsDto | null | undefined): EncodeOptions {
  const { profile, delimiter, indent, lengthMarker } = options ?? {};
  return {
    ...(profile && { profile }),
    ...(delimiter && { delimiter }),
    ...(indent && { indent }),
    ...(typeof lengthMarker === 'boolean' && { lengthMarker }),
    ...(lengthMarker === '#' && { lengthMarker: true }),
  };
}

function readsBack(
  text: string,
  value: JsonValue,
  { indent, maxDepth }: { indent: number; maxDepth: number },
): boolean {
  try {
    return jsonEqual(decode(text, { indent, maxDepth }), value);
  } catch (error) {
    if (error instanceof KaizenError) return false;
    throw error;
  }
}
