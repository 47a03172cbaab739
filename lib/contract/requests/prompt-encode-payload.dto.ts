import { IsOptional } from 'class-validator';
import { IsRecord } from '../rules.js';
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
}
