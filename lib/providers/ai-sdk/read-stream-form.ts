import { type FinishReason, inJson } from './read-form.js';
import type { ReplyForm } from './reply-form.js';

/** A part of a stream, as far as it is looked at. */
interface StreamPart {
  readonly type: string;
  /** Of the parts of a text: which text. */
  readonly id?: string;
  /** Of a part of a text. */
  readonly delta?: string;
  /** Of the last part. */
  readonly finishReason?: FinishReason;
}

/** A copy whose stream has texts that are JSON where there is data in them. */
export function readStreamForm<R extends { readonly stream: ReadableStream<unknown> }>(
  reply: R,
  form: ReplyForm | undefined,
): R {
  return form ? { ...reply, stream: reply.stream.pipeThrough(formReader(form)) } : reply;
}

/** Holds a stream back from its first text to its end, for only then it is known what the texts are. */
function formReader(form: ReplyForm): TransformStream<unknown, unknown> {
  let held: StreamPart[] = [];
  return new TransformStream<unknown, unknown>({
    transform(given, controller) {
      const part = given as StreamPart;
      if (held.length === 0 && part.type !== 'text-start') return controller.enqueue(part);
      held.push(part);
      if (part.type !== 'finish' || !part.finishReason) return;
      for (const each of rewritten(held, form, part.finishReason)) controller.enqueue(each);
      held = [];
    },
    flush(controller) {
      for (const part of held) controller.enqueue(part);
    },
  });
}

/** The parts with all of a text in its first piece; the others stay, for what else is on them. */
function rewritten(parts: readonly StreamPart[], form: ReplyForm, end: FinishReason): StreamPart[] {
  const texts = textsOf(parts);
  return parts.map((part) => {
    if (part.type !== 'text-delta') return part;
    const text = texts.get(part.id);
    texts.delete(part.id);
    return { ...part, delta: text === undefined ? '' : inJson(text, form, end) };
  });
}

/** Each text, by its id. */
function textsOf(parts: readonly StreamPart[]): Map<StreamPart['id'], string> {
  const texts = new Map<StreamPart['id'], string>();
  for (const { type, id, delta = '' } of parts) {
    if (type === 'text-delta') texts.set(id, (texts.get(id) ?? '') + delta);
  }
  return texts;
}
