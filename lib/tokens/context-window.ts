import { baseModelName } from './model-name.js';
import { fromTokenizerPackage } from './encodings.js';

/** How much a model takes. */
export interface ContextWindow {
  /** Prompt and reply together, in tokens. */
  readonly tokens: number;
  /** The prompt alone, in tokens, where the model limits it further. */
  readonly prompt?: number;
}

/**
 * The context window of an OpenAI model, from the model list of `gpt-tokenizer`, which is read off
 * OpenAI's own pages. A dated name that is not listed is looked up without its date.
 *
 * @returns `undefined` for a model that is not listed.
 * @throws {@link KaizenDependencyError} when `gpt-tokenizer` is not installed.
 */
export async function contextWindowOf(model: string): Promise<ContextWindow | undefined> {
  const catalogue = await fromTokenizerPackage(() => import('gpt-tokenizer/models'));
  const listed = new Map<string, object>(Object.entries(catalogue));
  const name = baseModelName(model).replace(/^gpt-35-/, 'gpt-3.5-');
  const entry = listed.get(name) ?? listed.get(name.replace(/-\d{4}-\d\d-\d\d$/, ''));
  return entry && windowIn(entry);
}

function windowIn(entry: {
  context_window?: unknown;
  max_input_tokens?: unknown;
}): ContextWindow | undefined {
  const { context_window: tokens, max_input_tokens: prompt } = entry;
  if (typeof tokens !== 'number') return undefined;
  return { tokens, ...(typeof prompt === 'number' && { prompt }) };
}
