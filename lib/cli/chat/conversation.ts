import { createInterface, type Interface } from 'node:readline';
import { KaizenDependencyError } from '../../errors/dependency.error.js';
import { KaizenOptionsError } from '../../errors/options.error.js';
import type { ChatMessage } from '../../providers/chat/message.js';
import type { DataPart } from '../../providers/chat/part.js';
import type { KaizenProvider } from '../../providers/provider.js';
import { tell } from '../output/write.js';
import type { ChatFlags } from './chat-settings.js';
import { userMessage, withSystem } from './chat-messages.js';
import { sayChatFlags } from './chat-words.js';
import { takeTurn } from './take-turn.js';
import { tellReceipt } from './tell-receipt.js';

/**
 * Asks whatever is typed, a line at a time, and keeps what was said. Ctrl-C ends a reply, and between replies
 * the conversation; so does Ctrl-D. A turn that fails is taken back.
 *
 * @param data What goes with the first line.
 */
export async function converse(
  provider: KaizenProvider,
  flags: ChatFlags,
  data: readonly DataPart[],
): Promise<void> {
  const lines = createInterface({ input: process.stdin, output: process.stderr, prompt: '> ' });
  try {
    await talk(lines, provider, flags, data);
  } finally {
    lines.close();
    tell('');
  }
}

async function talk(
  lines: Interface,
  provider: KaizenProvider,
  flags: ChatFlags,
  data: readonly DataPart[],
): Promise<void> {
  let isOpen = true;
  let reply: AbortController | undefined;
  lines.on('close', () => (isOpen = false));
  lines.on('SIGINT', () => (reply ? reply.abort() : lines.close()));
  let said = withSystem(flags.system);
  lines.prompt();
  for await (const line of lines) {
    if (line.trim() !== '') {
      reply = new AbortController();
      const isFirst = !said.some(({ role }) => role === 'user');
      const asked = [...said, userMessage(line, isFirst ? data : [])];
      said = (await answered(provider, flags, asked, reply.signal)) ?? said;
      reply = undefined;
    }
    if (isOpen) lines.prompt();
  }
}

/** What was said with the reply behind it; nothing where there was none. */
async function answered(
  provider: KaizenProvider,
  flags: ChatFlags,
  asked: readonly ChatMessage[],
  signal: AbortSignal,
): Promise<ChatMessage[] | undefined> {
  try {
    const turn = await takeTurn(provider, asked, { reply: flags.reply, isShown: true, signal });
    tellReceipt(turn);
    return [...asked, turn.result.message];
  } catch (error) {
    // No other line would fare better.
    if (error instanceof KaizenOptionsError || error instanceof KaizenDependencyError) throw error;
    tell(signal.aborted ? 'kaizen: The reply was ended.' : wordsOf(error, flags));
    return undefined;
  }
}

function wordsOf(error: unknown, flags: ChatFlags): string {
  return `kaizen: ${(sayChatFlags(error, flags) as Error).message}`;
}
