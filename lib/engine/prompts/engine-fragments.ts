import type { FragmentCodec } from '../../ktof/embedded/fragment-codec.js';
import type { ResolvedEncodeOptions } from '../../ktof/encode-options.js';
import { normalize } from '../../ktof/encode/normalize.js';
import type { JsonValue } from '../../ktof/json-value.js';
import type { Codec } from '../codec.js';

/** Writes and reads the fragments of one prompt, and remembers whether the codec failed. */
export class EngineFragments implements FragmentCodec {
  readonly maxDepth: number;
  /** False once KTOF did not read back as the value it was written for. */
  verified = true;

  constructor(
    private readonly codec: Codec,
    private readonly options: ResolvedEncodeOptions,
  ) {
    this.maxDepth = options.maxDepth;
  }

  encode(value: JsonValue): string {
    // The text around is within the limit of bytes already.
    const limits = { maxDepth: this.maxDepth, maxBytes: Number.MAX_SAFE_INTEGER };
    return this.codec.encode(normalize(value, limits), this.options);
  }

  decode(ktof: string): JsonValue {
    return this.codec.decode(ktof, { maxDepth: this.maxDepth });
  }

  mismatch(): void {
    this.verified = false;
  }
}
