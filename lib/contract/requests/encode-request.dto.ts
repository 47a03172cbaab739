import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { IsPresent, IsRecord } from '../rules.js';
import { EncodeOptionsDto } from './encode-options.dto.js';

/**
 * What `compress` takes.
 *
 * @example
 * ```ts
 * await kaizen.compress({ data: { items: [1, 2] }, options: { delimiter: '|' } });
 * ```
 */
export class EncodeRequest {
  /** Any JSON value; opaque, passed by reference. Wire: `data`. */
  @IsPresent()
  data!: unknown;

  /** How to write the text. Wire: `options`. */
  @IsOptional()
  @IsRecord()
  @ValidateNested()
  @Type(() => EncodeOptionsDto)
  options?: EncodeOptionsDto | null;
}
