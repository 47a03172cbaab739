import { IsArray, IsNotEmpty, IsOptional, IsString } from 'class-validator';
import { RULE } from '../rules.js';
import { EncodeRequest } from './encode-request.dto.js';

/** What `optimize` takes: an {@link EncodeRequest} and the models to count tokens for. */
export class OptimizePayload extends EncodeRequest {
  /** Models to count tokens for, such as `gpt-4o`. Wire: `token_models`. */
  @IsOptional()
  @IsArray({ message: RULE.models })
  @IsString({ each: true, message: RULE.models })
  @IsNotEmpty({ each: true, message: RULE.models })
  tokenModels?: string[] | null;
}
