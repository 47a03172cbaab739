import type { KaizenService } from '../../client/kaizen.service.js';
import { geminiKind, type GeminiOptions } from '../adapters/gemini/gemini.kind.js';
import { KaizenProvider } from '../provider.js';

/** Gemini with Kaizen in between. Injected where `KaizenProvidersModule` has it, or made with `new`. */
export class KaizenGemini extends KaizenProvider {
  /**
   * @param kaizen What compresses. Default: a client of its own, closed with it.
   * @throws `KaizenOptionsError` for an option that is unknown, of the wrong type or out of range.
   */
  constructor(options: GeminiOptions = {}, kaizen?: KaizenService) {
    super(geminiKind, options, kaizen);
  }
}
