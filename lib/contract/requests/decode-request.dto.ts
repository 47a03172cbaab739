import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsOptional, IsString, ValidateNested } from 'class-validator';
import { IsRecord, RULE } from '../rules.js';
import { DecodeOptionsDto } from './decode-options.dto.js';

/** What `decompress` takes. */
export class DecodeRequest {
  /** The KTOF text to decode. Wire: `data`. */
  @IsString({ message: RULE.text })
  data!: string;

  /** How to read the text. Wire: `options`. */
  @IsOptional()
  @IsRecord()
  @ValidateNested()
  @Type(() => DecodeOptionsDto)
  options?: DecodeOptionsDto | null;
}
