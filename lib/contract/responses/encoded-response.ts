import { IsString } from 'class-validator';
import { OperationResponse } from './operation-response.js';
import type { TokenStats } from './token-stats.js';

/** A response whose result is KTOF text. */
export abstract class EncodedResponse extends OperationResponse {
  /** The KTOF text. */
  @IsString()
  result!: string;

  /** Token counts by model name; empty when none were asked for. Wire: `token_stats`. */
  tokenStats!: Record<string, TokenStats>;
}
