import { IsOptional } from 'class-validator';
import { IsRecord } from '../rules.js';
import { OptimizeResponsePayload } from './optimize-response-payload.dto.js';

/** What `promptsDecode` takes: KTOF text and what its encoding returned. */
export class PromptDecodePayload extends OptimizeResponsePayload {
  /**
   * The `meta` of the encode response: with it, the text around and inside auto-detected JSON comes
   * back byte for byte. Opaque, passed by reference. Wire: `replay_meta`.
   */
  @IsOptional()
  @IsRecord()
  replayMeta?: Record<string, unknown> | null;

  /** Echoed back unchanged; opaque, passed by reference. Wire: `metadata`. */
  @IsOptional()
  @IsRecord()
  metadata?: Record<string, unknown> | null;
}
