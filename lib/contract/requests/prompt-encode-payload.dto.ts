import { IsBoolean, IsOptional } from 'class-validator';
import { IsRecord, RULE } from '../rules.js';
import { OptimizeRequestPayload } from './optimize-request-payload.dto.js';

/**
 * What `promptsEncode` takes: an {@link OptimizeRequestPayload} and schema hints.
 *
 * @example
 * ```ts
 * await kaizen.promptsEncode({ prompt: { messages }, tokenModels: ['gpt-4o'] });
 * ```
 */
export class PromptEncodePayload extends OptimizeRequestPayload {
  /**
   * JSON Schema hints, passed by reference and echoed in `meta`. The order of their properties is
   * that of the columns of tables. Wire: `schemas`.
   */
  @IsOptional()
  @IsRecord()
  schemas?: Record<string, unknown> | null;

  /**
   * Whether the service keeps the prompt for a time: the response's `payloadId` then decodes it. An
   * addition of this package's server to the API; the engine in this process refuses it. Wire: `store`.
   */
  @IsOptional()
  @IsBoolean({ message: RULE.flag })
  store?: boolean | null;
}
