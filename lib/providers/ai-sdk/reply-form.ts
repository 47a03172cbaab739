import { REPLY_HINTS } from '../reply/hints.js';
import type { PromptParams } from './prompt.js';

/** How the reply of a request is put right before the SDK reads it as an object. */
export type ReplyForm = 'json' | 'ktof';

/** The form of this request's reply; `undefined` when no object is asked for: a text is the model's own. */
export function formOf(
  reply: 'text' | ReplyForm,
  { responseFormat }: PromptParams,
): ReplyForm | undefined {
  return reply === 'text' || responseFormat?.type !== 'json' ? undefined : reply;
}

/** The parameters that ask for a reply in this form, beside {@link replyHint}. JSON the SDK asks for itself. */
export function askForForm<P extends PromptParams>(params: P, form: ReplyForm | undefined): P {
  // A vendor's JSON mode would have it write nothing but JSON.
  return form === 'ktof' ? { ...params, responseFormat: { type: 'text' } } : params;
}

/** The line that asks for a reply in this form. The schema goes with the JSON mode, so the model has to be told. */
export function replyHint(
  form: ReplyForm | undefined,
  { responseFormat }: PromptParams,
): string | undefined {
  if (form !== 'ktof') return undefined;
  if (responseFormat?.schema === undefined) return REPLY_HINTS.ktof;
  return `${REPLY_HINTS.ktof}\nIts data is what this JSON Schema says: ${JSON.stringify(responseFormat.schema)}`;
}
