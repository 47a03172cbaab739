import type { KaizenService } from '../../client/kaizen.service.js';
import { bedrockKind, type BedrockOptions } from '../adapters/bedrock/bedrock.kind.js';
import { KaizenProvider } from '../provider.js';

/** Amazon Bedrock with Kaizen in between. Injected where `KaizenProvidersModule` has it, or made with `new`. */
export class KaizenBedrock extends KaizenProvider {
  /**
   * @param kaizen What compresses. Default: a client of its own, closed with it.
   * @throws `KaizenOptionsError` for an option that is unknown, of the wrong type or out of range.
   */
  constructor(options: BedrockOptions = {}, kaizen?: KaizenService) {
    super(bedrockKind, options, kaizen);
  }
}
