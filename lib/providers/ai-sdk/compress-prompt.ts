import type { ChatCompressor, CompressPlan } from '../compress/chat-compressor.js';
import type { CompressionReceipt } from '../compress/receipt.js';
import type { Prompt } from './prompt.js';
import { type Place, placesOf } from './prompt-chat.js';
import { writePrompt } from './write-prompt.js';

/** A prompt as it is sent, and what compressing it came to. */
export interface CompressedPrompt {
  readonly prompt: Prompt;
  readonly receipt: CompressionReceipt;
}

/** Compresses a prompt of the AI SDK as a chat is compressed; the given one stays as it is. */
export async function compressPrompt(
  compressor: ChatCompressor,
  prompt: Prompt,
  plan: CompressPlan,
): Promise<CompressedPrompt> {
  const places = placesOf(prompt);
  const chat = places.map(({ chat }) => chat);
  const { messages, receipt } = await compressor.compress(chat, plan);
  return {
    prompt: writePrompt(prompt, places, messages),
    receipt: {
      ...receipt,
      encoded: inPrompt(receipt.encoded, places),
      skipped: inPrompt(receipt.skipped, places),
    },
  };
}

const IN_CHAT = /^messages\[(\d+)\]\.content(.*)$/;

/** The blocks with their paths in the prompt. */
function inPrompt<B extends { readonly path: string }>(
  blocks: readonly B[],
  places: readonly Place[],
): B[] {
  return blocks.map((block) => {
    const [, index = '', within = ''] = IN_CHAT.exec(block.path) ?? [];
    const { path, json } = places[Number(index)]!;
    return { ...block, path: json === undefined ? path + within : path };
  });
}
