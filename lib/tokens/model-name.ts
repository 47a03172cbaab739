/** Whose models a gateway's or a cloud's name says they are: `us.anthropic.`, `openai:`. */
const VENDOR =
  /^(?:(?:us|eu|apac|global)\.)?(?:openai|azure|anthropic|google|meta|mistral|mistralai|deepseek|qwen|cohere)[.:]/;

/**
 * A model's own name, in lower case: without a gateway's prefix (`openai/gpt-4o`,
 * `us.anthropic.claude-3-haiku-20240307-v1:0`), and for a fine-tuned model the name of the model it
 * was made from (`ft:gpt-4o-mini:org::id`).
 */
export function baseModelName(model: string): string {
  const name = model.trim().toLowerCase();
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.replace(VENDOR, '').replace(/^ft:/, '').split(':', 1)[0] ?? '';
}
