import type { KaizenOptions } from '../options/kaizen-options.js';

/**
 * A class that makes a client's options, for `useClass` and `useExisting`.
 *
 * @example
 * ```ts
 * @Injectable()
 * class PromptOptions implements KaizenOptionsFactory {
 *   constructor(private readonly config: ConfigService) {}
 *   createKaizenOptions() {
 *     return { maxPayloadBytes: this.config.get('PROMPT_LIMIT') };
 *   }
 * }
 * ```
 */
export interface KaizenOptionsFactory {
  /** Called once, at boot. */
  createKaizenOptions(): KaizenOptions | Promise<KaizenOptions>;
}
