import { baseModelName } from './model-name.js';

/**
 * The models whose cost of a chat message OpenAI documents, for its chat completions. Others may differ
 * by a few tokens, as the first GPT-3.5 did and the responses endpoint does: there it is an estimate.
 *
 * Fact: OpenAI's cookbook, "How to count tokens with tiktoken".
 */
const DOCUMENTED =
  /^gpt-(?:4o(?:-mini)?|4(?:-32k|-turbo)?|3\.?5-turbo(?:-16k)?)(?:-(?!0301)\d{4}(?:-\d\d-\d\d)?)?$/;

/** Whether the cost of a chat message is documented for a model. */
export function hasDocumentedChats(model: string): boolean {
  return DOCUMENTED.test(baseModelName(model));
}
