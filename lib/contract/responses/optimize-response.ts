import { IsDefined, ValidateNested } from 'class-validator';
import { CompressionStats } from './compression-stats.js';
import { EncodedResponse } from './encoded-response.js';

/** What `optimize` answers. */
export class OptimizeResponse extends EncodedResponse {
  /** Sizes before and after. Wire: `stats`. */
  @IsDefined()
  @ValidateNested()
  stats!: CompressionStats;
}
