import { IsOptional, ValidateNested } from 'class-validator';
import { CompressionStats } from './compression-stats.js';
import { EncodedResponse } from './encoded-response.js';

/** What `compress` answers. */
export class CompressResponse extends EncodedResponse {
  /** Sizes before and after, where the service gives them. Wire: `stats`. */
  @IsOptional()
  @ValidateNested()
  stats?: CompressionStats;
}
