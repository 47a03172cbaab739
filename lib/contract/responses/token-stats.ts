import { Expose } from 'class-transformer';
import { IsIn, IsNumber, IsOptional, IsString, Min } from 'class-validator';
import { percentSaved } from './percent-saved.js';

/** Tokens before and after, for one model. */
export class TokenStats {
  /** Tokens of the compact JSON, or of a prompt that is text. Wire: `original`, or `raw.MODEL.tokens`. */
  @IsNumber()
  @Min(0)
  original!: number;

  /** Tokens of the KTOF text. Wire: `compressed`, or `optimized.MODEL.tokens`. */
  @IsNumber()
  @Min(0)
  compressed!: number;

  /** Whether the model's own vocabulary was used; absent when the service does not say. */
  @IsOptional()
  @IsIn(['exact', 'estimate'])
  method?: 'exact' | 'estimate';

  /** The vocabulary that counted, such as `o200k_base`; absent when the service does not say. */
  @IsOptional()
  @IsString()
  encoding?: string;

  /** Fields this version does not know, as received; absent when there are none. */
  extra?: Record<string, unknown>;

  /** Tokens saved; negative when the text grew. */
  @Expose()
  get tokensSaved(): number {
    return this.original - this.compressed;
  }

  /** Per cent of the original tokens saved: 0 for an empty original, negative when the text grew. */
  @Expose()
  get savedPercent(): number {
    return percentSaved(this.original, this.compressed);
  }

  /** The stats with the derived figures, for `JSON.stringify`. */
  toJSON(): object {
    return { ...this, tokensSaved: this.tokensSaved, savedPercent: this.savedPercent };
  }
}
