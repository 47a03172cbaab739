import type { ChatMessage } from '../../tokens/chat-message.js';
import { estimateTokens } from '../../tokens/estimate-tokens.js';
import type { TokenCount } from '../../tokens/token-count.js';
import { type InputChoice, openInput } from '../input/open-input.js';
import { readText } from '../input/read-text.js';
import { amount, tableOf } from '../output/table.js';
import { paintFor, widthOf } from '../output/terminal.js';
import { print, printJson } from '../output/write.js';

/** What commander read. */
export interface TokensFlags extends InputChoice {
  readonly model?: readonly string[];
  readonly json?: boolean;
}

/** Counts the tokens of an input for each model, and prints a table or an object by model. */
export async function tokens(file: string | undefined, flags: TokensFlags): Promise<void> {
  const { model: models = ['gpt-4o'], json, ...choice } = flags;
  const text = await readText(await openInput(choice, file));
  const input = messagesIn(text) ?? text.replace(/\r?\n$/, '');
  const counts = new Map<string, TokenCount>();
  for (const model of models) counts.set(model, await estimateTokens(input, model));
  if (json) return printJson(Object.fromEntries(counts));
  await print(`${linesOf(counts).join('\n')}\n`);
}

function linesOf(counts: ReadonlyMap<string, TokenCount>): string[] {
  const rows = [...counts].map(([model, { tokens: count, method, encoding, range }]) => [
    model,
    method === 'estimate' ? `~${amount(count)}` : amount(count),
    range ? `${amount(range.low)}–${amount(range.high)}` : '',
    encoding,
  ]);
  const head = ['model', 'tokens', 'range', 'counted by'];
  const [first, ...lines] = tableOf(head, rows, widthOf(process.stdout));
  return [paintFor(process.stdout)('dim', first!), ...lines];
}

/** The messages of a chat, where the text is one. */
function messagesIn(text: string): readonly ChatMessage[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    const list = (value as { messages?: unknown } | null)?.messages ?? value;
    return isChat(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

function isChat(value: unknown): value is readonly ChatMessage[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const hasRole = (each: unknown) => typeof (each as ChatMessage | null)?.role === 'string';
  return list.length > 0 && list.every(hasRole);
}
