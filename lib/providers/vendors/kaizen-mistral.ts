import type { KaizenService } from '../../client/kaizen.service.js';
import { mistralKind, type MistralOptions } from '../adapters/mistral/mistral.kind.js';
import { KaizenProvider } from '../provider.js';

/** Mistral AI with Kaizen in between. Injected where `KaizenProvidersModule` has it, or made with `new`. */
export class KaizenMistral extends KaizenProvider {
  /**
   * @param kaizen What compresses. Default: a client of its own, closed with it.
   * @throws `KaizenOptionsError` for an option that is unknown, of the wrong type or out of range.
   */
  constructor(options: MistralOptions = {}, kaizen?: KaizenService) {
    super(mistralKind, options, kaizen);
  }
}
