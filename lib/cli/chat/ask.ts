import { constants } from 'node:os';
import type { ChatMessage } from '../../providers/chat/message.js';
import type { KaizenProvider } from '../../providers/provider.js';
import { CliFailure } from '../cli-failure.js';
import { print, printJson } from '../output/write.js';
import { ShutdownSignals } from '../support/shutdown-signals.js';
import type { ChatFlags } from './chat-settings.js';
import { takeTurn, type Turn } from './take-turn.js';
import { tellReceipt } from './tell-receipt.js';

/** Asks once, and prints the reply: text as it comes, data when it is complete. */
export async function ask(
  provider: KaizenProvider,
  { reply, json }: ChatFlags,
  messages: readonly ChatMessage[],
): Promise<void> {
  const isShown = !json && (reply === undefined || reply === 'text');
  const controller = new AbortController();
  const signals = new ShutdownSignals();
  let signal: NodeJS.Signals | undefined;
  void signals.first.then((came) => {
    signal = came;
    controller.abort();
  });
  try {
    const turn = await takeTurn(provider, messages, { reply, isShown, signal: controller.signal });
    if (json) return await printJson(jsonOf(turn));
    if (!isShown) await print(`${JSON.stringify(turn.result.data)}\n`);
    tellReceipt(turn);
  } catch (error) {
    throw signal === undefined ? error : interrupted(signal);
  } finally {
    signals.forget();
  }
}

function jsonOf({ result, firstTokenMs, durationMs }: Turn): object {
  const { text, data, usage, receipt, provider, model, finishReason, requestId, attempts } = result;
  const sent = { provider, model, finishReason, requestId, attempts };
  return { text, data, usage, receipt, ...sent, firstTokenMs, durationMs };
}

/** As a shell tells of a process that a signal ended. */
function interrupted(signal: NodeJS.Signals): CliFailure {
  const message = `${signal} came; the reply is not complete. Ask again.`;
  return new CliFailure(message, 128 + constants.signals[signal]);
}
