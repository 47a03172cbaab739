import { type AnthropicEvent, type ContentBlock, isThought } from './anthropic-reply.js';

/** The events, with each block of thoughts put together in the event that ends it: it comes in pieces. */
export async function* withThoughts(
  events: AsyncIterable<AnthropicEvent>,
): AsyncGenerator<AnthropicEvent, void, undefined> {
  const open = new Map<number, ContentBlock & Record<string, unknown>>();
  for await (const event of events) {
    const { type, index = 0, content_block: block, delta } = event;
    if (type === 'content_block_start' && block && isThought(block)) open.set(index, { ...block });
    const thought = open.get(index);
    if (thought && delta) add(thought, delta);
    if (type !== 'content_block_stop' || !thought) yield event;
    else yield { ...event, thought };
    if (type === 'content_block_stop') open.delete(index);
  }
}

function add(thought: Record<string, unknown>, delta: NonNullable<AnthropicEvent['delta']>): void {
  for (const field of ['thinking', 'signature'] as const) {
    const piece = delta[field];
    const before = typeof thought[field] === 'string' ? thought[field] : '';
    if (piece !== undefined) thought[field] = before + piece;
  }
}
