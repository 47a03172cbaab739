import type { KaizenService } from '../../client/kaizen.service.js';
import {
  huggingFaceKind,
  type HuggingFaceOptions,
} from '../adapters/huggingface/hugging-face.kind.js';
import { KaizenProvider } from '../provider.js';

/** Hugging Face with Kaizen in between. Injected where `KaizenProvidersModule` has it, or made with `new`. */
export class KaizenHuggingFace extends KaizenProvider {
  /**
   * @param kaizen What compresses. Default: a client of its own, closed with it.
   * @throws `KaizenOptionsError` for an option that is unknown, of the wrong type or out of range.
   */
  constructor(options: HuggingFaceOptions = {}, kaizen?: KaizenService) {
    super(huggingFaceKind, options, kaizen);
  }
}
