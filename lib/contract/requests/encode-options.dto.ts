import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { MAX_INDENT, MIN_INDENT, RULE } from '../rules.js';

/** How KTOF is written. Every field may be left out or `null`; the engine's default then holds. */
export class EncodeOptionsDto {
  /** Spaces per level, 1 to 8. Wire: `indent`. Default 1 in the `ktof` profile, else 2. */
  @IsOptional()
  @IsInt({ message: RULE.indent })
  @Min(MIN_INDENT, { message: RULE.indent })
  @Max(MAX_INDENT, { message: RULE.indent })
  indent?: number | null;

  /** The character between cells: `,` (default), TAB or `|`. Wire: `delimiter`. */
  @IsOptional()
  @IsIn([',', '\t', '|'], { message: RULE.delimiter })
  delimiter?: ',' | '\t' | '|' | null;

  /** `true` and `"#"` write `[#3]` headers, `false` (default) writes `[3]`. Wire: `length_marker`. */
  @IsOptional()
  @IsIn([true, false, '#'], { message: RULE.lengthMarker })
  lengthMarker?: boolean | string | null;

  /** The dialect to write; an addition of this package to the API. Wire: `profile`. */
  @IsOptional()
  @IsIn(['ktof', 'toon', 'legacy'], { message: RULE.profile })
  profile?: 'ktof' | 'toon' | 'legacy' | null;
}
