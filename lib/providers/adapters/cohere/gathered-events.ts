import { notesOf } from './cohere-reply.js';
import type { CohereEvent, CoherePart } from './cohere-words.js';

/** The events, with what has to come back put together in the one that ends the reply: it comes in pieces. */
export async function* gatheredEvents(
  events: AsyncIterable<CohereEvent>,
): AsyncGenerator<CohereEvent, void, undefined> {
  const thoughts = new Map<number, string>();
  const citations: unknown[] = [];
  let toolPlan = '';
  for await (const event of events) {
    const { type, index = 0, delta } = event;
    const { content, toolPlan: plan = '', citations: cited } = delta?.message ?? {};
    if (content?.thinking) thoughts.set(index, (thoughts.get(index) ?? '') + content.thinking);
    if (cited !== undefined) citations.push(...[cited].flat());
    toolPlan += plan;
    if (type !== 'message-end') yield event;
    else yield { ...event, carried: [...thought(thoughts), ...notesOf({ toolPlan, citations })] };
  }
}

function thought(thoughts: ReadonlyMap<number, string>): CoherePart[] {
  return [...thoughts.values()].map((thinking) => ({ type: 'thinking', thinking }));
}
