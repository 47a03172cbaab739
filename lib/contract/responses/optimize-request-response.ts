import { IsDefined, ValidateNested } from 'class-validator';
import { CompressionStats } from './compression-stats.js';
import { EncodedResponse } from './encoded-response.js';

/** What `optimizeRequest` answers. */
export class OptimizeRequestResponse extends EncodedResponse {
  /** Sizes before and after. Wire: `stats`. */
  @IsDefined()
  @ValidateNested()
  stats!: CompressionStats;
}
