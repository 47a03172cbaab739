import type { KaizenService } from '../../client/kaizen.service.js';
import type { ChatEndpointOptions } from '../adapters/openai/dialect-options.js';
import { fireworksKind } from '../adapters/openai/fireworks.kind.js';
import { KaizenProvider } from '../provider.js';

/** Fireworks AI with Kaizen in between. Injected where `KaizenProvidersModule` has it, or made with `new`. */
export class KaizenFireworks extends KaizenProvider {
  /**
   * @param kaizen What compresses. Default: a client of its own, closed with it.
   * @throws `KaizenOptionsError` for an option that is unknown, of the wrong type or out of range.
   */
  constructor(options: ChatEndpointOptions = {}, kaizen?: KaizenService) {
    super(fireworksKind, options, kaizen);
  }
}
