import { REPLY_HINTS, withHint } from '../reply/hints.js';
import type { PromptParams, ResponseFormat } from './prompt.js';

/** How the reply of a request is put right before the SDK reads it as an object. */
export type ReplyForm = 'json' | 'ktof';

/** The form of this request's reply; `undefined` when no object is asked for: a text is the model's own. */
export function formOf(
  reply: 'text' | ReplyForm,
  { responseFormat }: PromptParams,
): ReplyForm | undefined {
  return reply === 'text' || responseFormat?.type !== 'json' ? undefined : reply;
}

/** The parameters that ask for a reply in this form. JSON the SDK asks for itself. */
export function askForForm<P extends PromptParams>(params: P, form: ReplyForm | undefined): P {
  if (form !== 'ktof') return params;
  const { prompt, responseFormat } = params;
  return {
    ...params,
    prompt: withHint(prompt, ktofHint(responseFormat)),
    // A vendor's JSON mode would have it write nothing but JSON.
    responseFormat: { type: 'text' },
  };
}

/** The schema goes with the JSON mode, so the model has to be told. */
function ktofHint(format: ResponseFormat | undefined): string {
  if (format?.schema === undefined) return REPLY_HINTS.ktof;
  return `${REPLY_HINTS.ktof}\nIts data is what this JSON Schema says: ${JSON.stringify(format.schema)}`;
}
