import type { KaizenService } from '../../client/kaizen.service.js';
import {
  openAiCompatible,
  type OpenAiCompatibleOptions,
} from '../adapters/openai/compatible.kind.js';
import { KaizenProvider } from '../provider.js';

/**
 * Any endpoint of OpenAI's shape with Kaizen in between: Ollama, vLLM, OpenRouter, Groq, a gateway.
 *
 * @example
 * ```ts
 * const ollama = new KaizenOpenAiCompatible('ollama', { baseUrl: 'http://localhost:11434/v1', model: 'llama3.2' });
 * ```
 */
export class KaizenOpenAiCompatible extends KaizenProvider {
  /**
   * @param name As results and errors name it.
   * @param kaizen What compresses. Default: a client of its own, closed with it.
   * @throws `KaizenOptionsError` for an option that is unknown, of the wrong type or out of range.
   */
  constructor(name: string, options: OpenAiCompatibleOptions, kaizen?: KaizenService) {
    super(openAiCompatible(name), options, kaizen);
  }
}
