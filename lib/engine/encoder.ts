import type { EncodeOptionsDto } from '../contract/requests/encode-options.dto.js';
import { KaizenError } from '../errors/kaizen.error.js';
import {
  type EncodeOptions,
  type ResolvedEncodeOptions,
  resolveEncodeOptions,
} from '../ktof/encode-options.js';
import type { NormalizedValue } from '../ktof/encode/normalize.js';
import { jsonEqual } from '../ktof/json-equal.js';
import type { Codec } from './codec.js';
import type { Encoded } from './encoded.js';
import { DEFAULT_MAX_PAYLOAD_BYTES, type EngineOptions } from './engine-options.js';
import type { Payload } from './payload.js';

/** Encodes payloads with the engine's settings, and makes sure that they read back. */
export class Encoder {
  private readonly defaults: EncodeOptions;
  private readonly verify: boolean;
  private resolvedDefaults: ResolvedEncodeOptions | undefined;

  constructor(
    { profile, delimiter, indent, lengthMarker, maxDepth, ...engine }: EngineOptions,
    readonly codec: Codec,
  ) {
    const maxBytes = engine.maxPayloadBytes ?? DEFAULT_MAX_PAYLOAD_BYTES;
    this.verify = engine.verify ?? true;
    this.defaults = { profile, delimiter, indent, lengthMarker, maxDepth, maxBytes };
  }

  /** The options of a call, filled up from the engine's. Throws `KaizenOptionsError`. */
  resolve(options: EncodeOptionsDto | null | undefined): ResolvedEncodeOptions {
    if (options) return resolveEncodeOptions({ ...this.defaults, ...given(options) });
    return (this.resolvedDefaults ??= resolveEncodeOptions(this.defaults));
  }

  /** Encodes a value. Should its text not read back as the value, its compact JSON is given instead. */
  encode(payload: Payload, options: ResolvedEncodeOptions): Encoded {
    const { json, jsonBytes: originalBytes } = payload;
    const text = this.write(payload, options);
    return { text: text ?? json(), originalBytes, original: json, verified: text !== undefined };
  }

  /** The value as text, or undefined when the text does not read back as the value. */
  write(normalized: NormalizedValue, options: ResolvedEncodeOptions): string | undefined {
    const text = this.codec.encode(normalized, options);
    return !this.verify || this.readsBack(text, normalized, options) ? text : undefined;
  }

  private readsBack(
    text: string,
    { value }: NormalizedValue,
    { indent, maxDepth }: ResolvedEncodeOptions,
  ): boolean {
    try {
      return jsonEqual(this.codec.decode(text, { indent, maxDepth }), value);
    } catch (error) {
      if (error instanceof KaizenError) return false;
      throw error;
    }
  }
}

/** The options that are set; `null` is as good as absent. */
function given({ profile, delimiter, indent, lengthMarker }: EncodeOptionsDto): EncodeOptions {
  return {
    ...(profile && { profile }),
    ...(delimiter && { delimiter }),
    ...(indent && { indent }),
    ...(typeof lengthMarker === 'boolean' && { lengthMarker }),
    ...(lengthMarker === '#' && { lengthMarker: true }),
  };
}
