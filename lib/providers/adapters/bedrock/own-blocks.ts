import { blockOf, type ConverseEvent, type ReasoningDelta } from './bedrock-events.js';
import { isCall } from './bedrock-reply.js';

/**
 * The events, with each block of thoughts put together in the event that ends it, and without those of tools
 * that Bedrock runs itself.
 */
export async function* ownBlocks(
  events: AsyncIterable<ConverseEvent>,
): AsyncGenerator<ConverseEvent, void, undefined> {
  const thoughts = new Map<number | undefined, Thought>();
  const foreign = new Set<number | undefined>();
  for await (const event of events) {
    const block = blockOf(event);
    const piece = event.contentBlockDelta?.delta?.reasoningContent;
    if (isForeign(event)) foreign.add(block);
    if (piece) thoughts.set(block, add(thoughts.get(block), piece));
    const thought = event.contentBlockStop && thoughts.get(block);
    if (thought) yield { ...event, thought: written(thought) };
    else if (block === undefined || !foreign.has(block)) yield event;
  }
}

interface Thought {
  readonly text?: string;
  readonly signature?: string;
  readonly redacted?: readonly Uint8Array[];
}

/** Whether a call begins that is not the application's. */
function isForeign({ contentBlockStart }: ConverseEvent): boolean {
  const toolUse = contentBlockStart?.start?.toolUse;
  return toolUse !== undefined && !isCall(toolUse);
}

function add(thought: Thought = {}, { text, signature, redactedContent }: ReasoningDelta): Thought {
  return {
    ...thought,
    ...(text !== undefined && { text: (thought.text ?? '') + text }),
    ...(signature !== undefined && { signature: (thought.signature ?? '') + signature }),
    ...(redactedContent && { redacted: [...(thought.redacted ?? []), redactedContent] }),
  };
}

function written({ text = '', signature, redacted }: Thought): object {
  if (redacted) return { redactedContent: Buffer.concat(redacted) };
  return { reasoningText: { text, ...(signature !== undefined && { signature }) } };
}
