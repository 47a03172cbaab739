import { IsDefined, ValidateNested } from 'class-validator';
import { CompressionStats } from './compression-stats.js';
import { EncodedResponse } from './encoded-response.js';

/** What `promptsEncode` answers. Its `meta` is the `replayMeta` of a later `promptsDecode`. */
export class PromptEncodeResponse extends EncodedResponse {
  /** Sizes before and after. Wire: `stats`. */
  @IsDefined()
  @ValidateNested()
  stats!: CompressionStats;
}
