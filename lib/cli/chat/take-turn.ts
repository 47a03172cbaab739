import { untilAborted } from '../../transport/http/stream/until-aborted.js';
import type { ChatMessage } from '../../providers/chat/message.js';
import type { ChatResult } from '../../providers/chat/result.js';
import type { KaizenProvider } from '../../providers/provider.js';
import { ReplyText } from './reply-text.js';

/** How a turn is taken. */
export interface TurnOptions {
  readonly reply: 'text' | 'json' | 'ktof' | undefined;
  /** Whether the text is printed as it comes. */
  readonly isShown: boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** What a turn came to. */
export interface Turn {
  readonly result: ChatResult;
  /** From the question to the first text of the reply, in milliseconds; absent where none came. */
  readonly firstTokenMs?: number;
  /** From the question to the end of the reply, in milliseconds. */
  readonly durationMs: number;
}

/**
 * Asks a model and takes in its reply.
 *
 * @throws {@link KaizenError} as the provider's `stream` does.
 */
export async function takeTurn(
  provider: KaizenProvider,
  messages: readonly ChatMessage[],
  { reply, isShown, signal }: TurnOptions,
): Promise<Turn> {
  const shown = isShown ? new ReplyText() : undefined;
  const startedAt = performance.now();
  const sinceThen = (): number => Math.round(performance.now() - startedAt);
  let firstTokenMs: number | undefined;
  try {
    for await (const event of provider.stream(messages, { ...(reply && { reply }), signal })) {
      if (event.type === 'text') {
        firstTokenMs ??= sinceThen();
        // Whoever reads slowly must not keep a signal from ending it.
        await untilAborted(shown?.print(event.text) ?? Promise.resolve(), signal);
      } else if (event.type === 'done') {
        return {
          result: event,
          durationMs: sinceThen(),
          ...(firstTokenMs !== undefined && { firstTokenMs }),
        };
      }
    }
    throw new Error('The stream ended without its result.');
  } finally {
    shown?.end();
  }
}
