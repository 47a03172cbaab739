import type { ResponseFormat } from '../adapter.js';
import type { ChatOptions } from '../options/chat-options.js';

/** How a reply is read: `any` takes JSON where there is some, and asks for nothing. */
export type ReplyMode = 'text' | 'json' | 'ktof' | 'any';

/** How the reply of a call is read. */
export function replyModeOf({ reply, output }: Pick<ChatOptions, 'reply' | 'output'>): ReplyMode {
  return reply ?? (output ? 'json' : 'any');
}

/** What the vendor is asked for by its own means: its JSON modes write objects only. */
export function responseFormatOf(
  { output }: Pick<ChatOptions, 'output'>,
  mode: ReplyMode,
): ResponseFormat | undefined {
  if (mode !== 'json') return undefined;
  if (output?.schema)
    return { type: 'schema', name: output.name ?? 'reply', schema: output.schema };
  return output?.list ? undefined : { type: 'json' };
}
