import { IsPresent } from '../rules.js';
import { OperationResponse } from './operation-response.js';

/** A response whose result is a JSON value. `T` is a promise of the caller's, not checked. */
export abstract class DecodedResponse<T = unknown> extends OperationResponse {
  /** The JSON value; opaque, by reference. Wire: `result` or `data`. */
  @IsPresent()
  result!: T;
}
