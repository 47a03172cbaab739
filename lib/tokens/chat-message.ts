/**
 * One message of a prompt as the makers of models take it: OpenAI's chat and responses messages,
 * Anthropic's blocks (`tool_use`, `tool_result`), Gemini's `parts`. Fields not named here are allowed
 * and cost nothing.
 */
export interface ChatMessage {
  readonly role?: string;
  /** A text, or a list of parts. */
  readonly content?: unknown;
  /** The author's name, which OpenAI counts with one token more. */
  readonly name?: string;
  /** OpenAI's calls of functions. */
  readonly tool_calls?: unknown;
  /** OpenAI's older form of one call. */
  readonly function_call?: unknown;
  /** Gemini's content. */
  readonly parts?: unknown;
}
