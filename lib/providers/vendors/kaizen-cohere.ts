import type { KaizenService } from '../../client/kaizen.service.js';
import { cohereKind, type CohereOptions } from '../adapters/cohere/cohere.kind.js';
import { KaizenProvider } from '../provider.js';

/** Cohere with Kaizen in between. Injected where `KaizenProvidersModule` has it, or made with `new`. */
export class KaizenCohere extends KaizenProvider {
  /**
   * @param kaizen What compresses. Default: a client of its own, closed with it.
   * @throws `KaizenOptionsError` for an option that is unknown, of the wrong type or out of range.
   */
  constructor(options: CohereOptions = {}, kaizen?: KaizenService) {
    super(cohereKind, options, kaizen);
  }
}
