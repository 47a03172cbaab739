import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsBoolean, IsOptional, ValidateNested } from 'class-validator';
import { IsModelList, IsPresent, IsRecord, RULE } from '../rules.js';
import { EncodeOptionsDto } from './encode-options.dto.js';

/** What `optimizeRequest` takes: a prompt on its way to a model. */
export class OptimizeRequestPayload {
  /** The prompt: any JSON value; opaque, passed by reference. Wire: `prompt`. */
  @IsPresent()
  prompt!: unknown;

  /** How to write the text. Wire: `options`. */
  @IsOptional()
  @IsRecord()
  @ValidateNested()
  @Type(() => EncodeOptionsDto)
  options?: EncodeOptionsDto | null;

  /** Whether JSON inside strings is looked for and shrunk. Default `true`. Wire: `auto_detect_json`. */
  @IsOptional()
  @IsBoolean({ message: RULE.flag })
  autoDetectJson?: boolean | null;

  /** Echoed back unchanged; opaque, passed by reference. Wire: `metadata`. */
  @IsOptional()
  @IsRecord()
  metadata?: Record<string, unknown> | null;

  /** Models to count tokens for, such as `gpt-4o`. Wire: `token_models`. */
  @IsModelList()
  tokenModels?: string[] | null;
}
