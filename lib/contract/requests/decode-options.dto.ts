import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { MAX_INDENT, MIN_INDENT, RULE } from '../rules.js';

/** How KTOF is read. Every field may be left out or `null`; the engine's default then holds. */
export class DecodeOptionsDto {
  /** Spaces per level, 1 to 8; must match the encoder's when strict. Wire: `indent`. */
  @IsOptional()
  @IsInt({ message: RULE.indent })
  @Min(MIN_INDENT, { message: RULE.indent })
  @Max(MAX_INDENT, { message: RULE.indent })
  indent?: number | null;

  /** `false` tolerates mismatched counts and indentation. Default `true`. Wire: `strict`. */
  @IsOptional()
  @IsBoolean({ message: RULE.flag })
  strict?: boolean | null;
}
