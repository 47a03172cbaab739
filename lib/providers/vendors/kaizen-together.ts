import type { KaizenService } from '../../client/kaizen.service.js';
import type { ChatEndpointOptions } from '../adapters/openai/dialect-options.js';
import { togetherKind } from '../adapters/openai/together.kind.js';
import { KaizenProvider } from '../provider.js';

/** Together AI with Kaizen in between. Injected where `KaizenProvidersModule` has it, or made with `new`. */
export class KaizenTogether extends KaizenProvider {
  /**
   * @param kaizen What compresses. Default: a client of its own, closed with it.
   * @throws `KaizenOptionsError` for an option that is unknown, of the wrong type or out of range.
   */
  constructor(options: ChatEndpointOptions = {}, kaizen?: KaizenService) {
    super(togetherKind, options, kaizen);
  }
}
