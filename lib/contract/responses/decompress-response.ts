import { IsOptional, ValidateNested } from 'class-validator';
import { CompressionStats } from './compression-stats.js';
import { DecodedResponse } from './decoded-response.js';

/** What `decompress` answers. */
export class DecompressResponse<T = unknown> extends DecodedResponse<T> {
  /** Sizes before and after, where the service gives them. Wire: `stats`. */
  @IsOptional()
  @ValidateNested()
  stats?: CompressionStats;
}
