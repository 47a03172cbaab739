import { IsDefined, ValidateNested } from 'class-validator';
import { CompressionStats } from './compression-stats.js';
import { DecodedResponse } from './decoded-response.js';

/** What `optimizeResponse` answers. */
export class OptimizeResponseResponse<T = unknown> extends DecodedResponse<T> {
  /** Sizes before and after. Wire: `stats`. */
  @IsDefined()
  @ValidateNested()
  stats!: CompressionStats;
}
