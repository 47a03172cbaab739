import { Expose } from 'class-transformer';
import { IsNumber, Min } from 'class-validator';
import { percentSaved } from './percent-saved.js';

/**
 * Sizes before and after, in bytes of UTF-8.
 *
 * Read {@link bytesSaved} and {@link savedPercent}: they come from the two sizes and mean the same
 * whichever dialect the service speaks. {@link reductionRatio} does not.
 */
export class CompressionStats {
  /** Bytes of the compact JSON, or of a prompt that is text. Wire: `original_bytes` or `original_length`. */
  @IsNumber()
  @Min(0)
  originalBytes!: number;

  /** Bytes of the KTOF text. Wire: `compressed_bytes` or `optimized_length`. */
  @IsNumber()
  @Min(0)
  compressedBytes!: number;

  /**
   * As received (wire: `reduction_ratio`): compressed / original in the documented dialect, the
   * part removed in the service's.
   */
  @IsNumber()
  reductionRatio!: number;

  /** Fields this version does not know, as received; absent when there are none. */
  extra?: Record<string, unknown>;

  /** Bytes saved; negative when the text grew. */
  @Expose()
  get bytesSaved(): number {
    return this.originalBytes - this.compressedBytes;
  }

  /** Per cent of the original bytes saved: 0 for an empty original, negative when the text grew. */
  @Expose()
  get savedPercent(): number {
    return percentSaved(this.originalBytes, this.compressedBytes);
  }

  /** The stats with the derived figures, for `JSON.stringify`. */
  toJSON(): object {
    return { ...this, bytesSaved: this.bytesSaved, savedPercent: this.savedPercent };
  }
}
