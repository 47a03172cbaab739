import { Equals, IsOptional, IsString } from 'class-validator';
import { IsRecord } from '../rules.js';
import type { KaizenCacheOutcome } from './cache-outcome.js';
import type { ServedBy } from './served-by.js';

/** What every operation's response holds, whichever dialect it came in. */
export abstract class OperationResponse {
  /** Always `ok`; the service's `success` is read as `ok`. */
  @Equals('ok')
  status!: 'ok';

  /** The documented name: `prompts.encode`. The service's `prompts_encode` is read as that. */
  @IsString()
  operation!: string;

  /** What the encoder noted; opaque, by reference. Hand it back as `replayMeta` to decode. */
  @IsOptional()
  @IsRecord()
  meta?: Record<string, unknown>;

  /** The request's `metadata`, echoed; opaque, by reference. Wire: `metadata` or `meta.client_metadata`. */
  @IsOptional()
  @IsRecord()
  metadata?: Record<string, unknown>;

  /** The id of the request, where the service or the client gave one. */
  @IsOptional()
  @IsString()
  requestId?: string;

  /** Which transport served the call; of a cached answer, which one it is from. */
  servedBy?: ServedBy;

  /** What the client's cache had, where it was asked. */
  cache?: KaizenCacheOutcome;

  /** Fields of the envelope this version does not know, as received. */
  extra!: Record<string, unknown>;
}
