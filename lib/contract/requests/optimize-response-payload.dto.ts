import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsOptional, IsString, ValidateNested } from 'class-validator';
import { IsRecord, RULE } from '../rules.js';
import { DecodeOptionsDto } from './decode-options.dto.js';

/** What `optimizeResponse` takes: a reply in KTOF, on its way back from a model. */
export class OptimizeResponsePayload {
  /** The KTOF text to decode. Wire: `ktof`. */
  @IsString({ message: RULE.text })
  ktof!: string;

  /** How to read the text. Wire: `options`. */
  @IsOptional()
  @IsRecord()
  @ValidateNested()
  @Type(() => DecodeOptionsDto)
  options?: DecodeOptionsDto | null;
}
