import type { KaizenService } from '../../client/kaizen.service.js';
import { openAIKind, type OpenAIOptions } from '../adapters/openai/openai.kind.js';
import { KaizenProvider } from '../provider.js';

/** OpenAI with Kaizen in between. Injected where `KaizenProvidersModule` has it, or made with `new`. */
export class KaizenOpenAI extends KaizenProvider {
  /**
   * @param kaizen What compresses. Default: a client of its own, closed with it.
   * @throws `KaizenOptionsError` for an option that is unknown, of the wrong type or out of range.
   */
  constructor(options: OpenAIOptions = {}, kaizen?: KaizenService) {
    super(openAIKind, options, kaizen);
  }
}
