import type { ChatResult, KaizenProvider } from 'nestjs-kaizen/providers';
import { QUESTION } from './orders.js';

/** Asks the question, writes the answer as it comes, and then what it took. */
export async function ask(
  provider: KaizenProvider,
  write: (text: string) => unknown = (text) => process.stdout.write(text),
): Promise<void> {
  for await (const event of provider.stream(QUESTION, { countTokens: true })) {
    if (event.type === 'text') write(event.text);
    if (event.type === 'done') write(`\n\n${summary(event)}\n`);
  }
}

/** What a chat took: the prompt's tokens without and with Kaizen, and what the vendor counted. */
function summary({ provider, model, receipt, usage }: ChatResult): string {
  const { tokens, savedPercent, encoded } = receipt;
  return [
    `${provider}, ${model}`,
    tokens && `prompt: ${tokens.before} tokens before, ${tokens.after} sent (${tokens.method})`,
    `${encoded.length} block compressed, ${savedPercent} % of the bytes saved`,
    usage && `the vendor counts ${usage.inputTokens ?? '?'} in, ${usage.outputTokens ?? '?'} out`,
  ]
    .filter(Boolean)
    .join('\n');
}
