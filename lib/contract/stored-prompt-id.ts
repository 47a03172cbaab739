/** `kpl_` and 192 random bits. */
const STORED_PROMPT_ID = /^kpl_[\w-]{32}$/;

/**
 * Whether a text that is to be decoded is the id of a prompt that a service keeps. Only that service
 * can decode it: to anybody else it is a text like any other.
 */
export function isStoredPromptId(text: unknown): text is string {
  return typeof text === 'string' && STORED_PROMPT_ID.test(text);
}
