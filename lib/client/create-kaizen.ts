import type { KaizenOptions } from '../options/kaizen-options.js';
import { createClient } from './create-client.js';
import type { KaizenService } from './kaizen.service.js';

/**
 * Makes a client outside Nest: for a script, a job, a test. Close it when done, or let
 * {@link withKaizen} do so.
 *
 * @throws {@link KaizenOptionsError} for an option that is unknown, of the wrong type or out of range.
 * @example
 * ```ts
 * const kaizen = createKaizen();
 * const { result, stats } = await kaizen.compress({ data: rows });
 * await kaizen.close();
 * ```
 */
export function createKaizen(options: KaizenOptions = {}): KaizenService {
  return createClient(options);
}
