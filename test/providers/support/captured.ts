import type { KaizenService } from 'nestjs-kaizen';
import { KaizenOpenAiCompatible, type OpenAiCompatibleOptions } from 'nestjs-kaizen/providers';

/** A message as it was sent. */
export interface SentBody {
  readonly messages: { role: string; content: string | { type: string; text?: string }[] }[];
  readonly [field: string]: unknown;
}

/** A provider on a ready-made client, which keeps what it is sent and gives these replies. */
export function captured(
  kaizen: KaizenService,
  replies: readonly string[] = ['fine'],
  options: OpenAiCompatibleOptions = {},
) {
  const bodies: SentBody[] = [];
  const create = (body: SentBody) => {
    const content = replies[Math.min(bodies.length, replies.length - 1)];
    bodies.push(body);
    const usage = { prompt_tokens: 10, completion_tokens: 5 };
    const choices = [{ message: { content }, finish_reason: 'stop' }];
    return Promise.resolve({ choices, usage });
  };
  const client = { chat: { completions: { create: create as never } } };
  const provider = new KaizenOpenAiCompatible('ready', { client, model: 'm', ...options }, kaizen);
  return { provider, bodies };
}
