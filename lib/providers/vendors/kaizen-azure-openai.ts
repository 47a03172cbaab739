import type { KaizenService } from '../../client/kaizen.service.js';
import { azureOpenAIKind, type AzureOpenAIOptions } from '../adapters/openai/azure-openai.kind.js';
import { KaizenProvider } from '../provider.js';

/** Azure OpenAI with Kaizen in between. Injected where `KaizenProvidersModule` has it, or made with `new`. */
export class KaizenAzureOpenAI extends KaizenProvider {
  /**
   * @param kaizen What compresses. Default: a client of its own, closed with it.
   * @throws `KaizenOptionsError` for an option that is unknown, of the wrong type or out of range.
   */
  constructor(options: AzureOpenAIOptions = {}, kaizen?: KaizenService) {
    super(azureOpenAIKind, options, kaizen);
  }
}
