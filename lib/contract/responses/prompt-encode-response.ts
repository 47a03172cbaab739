import { IsArray, IsDefined, IsOptional, IsString, ValidateNested } from 'class-validator';
import { CompressionStats } from './compression-stats.js';
import { EncodedResponse } from './encoded-response.js';

/**
 * What `promptsEncode` answers. Its `meta` is the `replayMeta` of a later `promptsDecode`. The result for
 * a prompt that is text is text, not KTOF, and cannot be decoded without it.
 */
export class PromptEncodeResponse extends EncodedResponse {
  /** Sizes before and after. Wire: `stats`. */
  @IsDefined()
  @ValidateNested()
  stats!: CompressionStats;

  /**
   * For a prompt that is a chat, its messages with the JSON in their contents as KTOF, for callers
   * who send a list. Everything else in them is the caller's own, by reference. Absent for any other
   * prompt, and where the service gives none. Wire: `messages`.
   */
  @IsOptional()
  @IsArray()
  messages?: unknown[];

  /**
   * The id of the stored prompt, for a request with `store: true`: pass it as `ktof` to decode the
   * prompt. Wire: `payload_id`.
   */
  @IsOptional()
  @IsString()
  payloadId?: string;
}
