import { IsModelList } from '../rules.js';
import { EncodeRequest } from './encode-request.dto.js';

/** What `optimize` takes: an {@link EncodeRequest} and the models to count tokens for. */
export class OptimizePayload extends EncodeRequest {
  /** Models to count tokens for, such as `gpt-4o`. Wire: `token_models`. */
  @IsModelList()
  tokenModels?: string[] | null;
}
