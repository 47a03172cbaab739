import { type InputChoice, openInput } from '../input/open-input.js';
import type { ChatFlags } from './chat-settings.js';
import { sayChatFlags } from './chat-words.js';
import { readData, readPrompt, userMessage, withSystem } from './chat-messages.js';
import { openProvider } from './open-provider.js';

/**
 * Asks a model, and prints its reply as it comes; on a terminal without a prompt, for as long as there is
 * something to ask.
 *
 * @param file What stands behind the command's name: a path, or `-`.
 * @param flags What commander read.
 * @throws {@link CliFailure} with exit code 130 or 143 when a signal ended it.
 */
export async function chat(file: string | undefined, flags: ChatFlags): Promise<void> {
  const data = await readData(flags.data ?? []);
  const isTalk = isConversation(file, flags);
  const input = isTalk ? undefined : await openInput(promptOf(flags), file);
  const prompt = input && (await readPrompt(input));
  try {
    const opened = await openProvider(flags);
    try {
      if (prompt === undefined) {
        const { converse } = await import('./conversation.js');
        await converse(opened.provider, flags, data);
      } else {
        const { ask } = await import('./ask.js');
        await ask(opened.provider, flags, withSystem(flags.system, userMessage(prompt, data)));
      }
    } finally {
      await opened.close();
    }
  } catch (error) {
    throw sayChatFlags(error, flags);
  }
}

function promptOf({ prompt, file }: ChatFlags): InputChoice {
  return { ...(prompt !== undefined && { prompt }), ...(file !== undefined && { file }) };
}

/** One answer as JSON is no conversation. */
function isConversation(file: string | undefined, flags: ChatFlags): boolean {
  const isGiven = [flags.prompt, flags.file, file].some((each) => each !== undefined);
  return !isGiven && !flags.json && process.stdin.isTTY;
}
