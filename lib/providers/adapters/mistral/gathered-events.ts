import { idOf, isThought, partsIn } from './mistral-reply.js';
import type { MistralCompletion, MistralPart, MistralToolCall } from './mistral-words.js';

/**
 * The events, with what the model thought put together in the one that ends the reply, and with a place for
 * each call: the vendor sends whole calls without one, and the SDK says 0 for each of them.
 */
export async function* gatheredEvents(
  events: AsyncIterable<{ readonly data: MistralCompletion }>,
): AsyncGenerator<MistralCompletion, void, undefined> {
  const places = new CallPlaces();
  let thought: MistralPart | undefined;
  for await (const { data } of events) {
    const [choice] = data.choices ?? [];
    thought = partsIn(choice?.delta ?? {})
      .filter(isThought)
      .reduce(joined, thought);
    const placed = withPlaces(data, places);
    yield choice?.finishReason && thought ? { ...placed, thought } : placed;
  }
}

function withPlaces(data: MistralCompletion, places: CallPlaces): MistralCompletion {
  const [choice, ...others] = data.choices ?? [];
  const calls = choice?.delta?.toolCalls;
  if (!calls) return data;
  const toolCalls = calls.map((call) => ({ ...call, index: places.of(call) }));
  return { ...data, choices: [{ ...choice, delta: { ...choice.delta, toolCalls } }, ...others] };
}

/** Where each call stands: one with another id at the same index is another call. */
class CallPlaces {
  readonly #open = new Map<number, { readonly id: string | undefined; readonly place: number }>();
  #next = 0;

  of(call: MistralToolCall): number {
    const { index = 0 } = call;
    const id = idOf(call);
    const open = this.#open.get(index);
    if (open && (id === undefined || id === open.id)) return open.place;
    const place = this.#next++;
    this.#open.set(index, { id, place });
    return place;
  }
}

/** Pieces of a text become one text; what else is thought of, references, stays as it is. */
function joined(before: MistralPart | undefined, piece: MistralPart): MistralPart {
  if (!before) return piece;
  const thinking = [...(before.thinking ?? [])];
  for (const next of piece.thinking ?? []) {
    const last = thinking.at(-1);
    if (last?.type !== 'text' || next.type !== 'text') thinking.push(next);
    else thinking[thinking.length - 1] = { ...last, text: (last.text ?? '') + (next.text ?? '') };
  }
  return { ...before, ...piece, thinking };
}
