import { IsOptional, IsString } from 'class-validator';
import type { ServedBy } from './served-by.js';

/**
 * What `health` answers. That there is one says the service is reachable; beside that only `status`
 * means anything. The hosted service sends `{message}`, its documentation shows the other fields.
 */
export class HealthResponse {
  /** `ok` when the service says `ok` or `success`, else its own word. */
  @IsOptional()
  @IsString()
  status?: string;

  /** A greeting. */
  @IsOptional()
  @IsString()
  message?: string;

  /** The documented name, `health`. */
  @IsOptional()
  @IsString()
  operation?: string;

  /** Where the service runs. */
  @IsOptional()
  @IsString()
  region?: string;

  /** How long it has run, in the service's own words. */
  @IsOptional()
  @IsString()
  uptime?: string;

  /** The id of the request, where the service or the client gave one. */
  @IsOptional()
  @IsString()
  requestId?: string;

  /** Which transport served the call. */
  servedBy?: ServedBy;

  /** Every other field, and known ones that are not strings, as received. */
  extra!: Record<string, unknown>;
}
