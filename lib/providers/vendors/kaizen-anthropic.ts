import type { KaizenService } from '../../client/kaizen.service.js';
import { anthropicKind, type AnthropicOptions } from '../adapters/anthropic/anthropic.kind.js';
import { KaizenProvider } from '../provider.js';

/** Anthropic with Kaizen in between. Injected where `KaizenProvidersModule` has it, or made with `new`. */
export class KaizenAnthropic extends KaizenProvider {
  /**
   * @param kaizen What compresses. Default: a client of its own, closed with it.
   * @throws `KaizenOptionsError` for an option that is unknown, of the wrong type or out of range.
   */
  constructor(options: AnthropicOptions = {}, kaizen?: KaizenService) {
    super(anthropicKind, options, kaizen);
  }
}
