import { readData } from '../reply/read-data.js';
import type { ReplyForm } from './reply-form.js';

/** A part of a reply, or of a stream of one, as far as it is looked at. */
export interface ReplyPart {
  readonly type: string;
  readonly text?: string;
}

/** A reply, as far as it is looked at. */
export interface Replied {
  readonly content: readonly ReplyPart[];
  readonly finishReason: FinishReason;
}

/** Why a reply ended. */
export interface FinishReason {
  readonly unified: string;
}

/** A copy whose texts are JSON where there is data in them. */
export function readForm<R extends Replied>(reply: R, form: ReplyForm | undefined): R {
  if (!form) return reply;
  const { content, finishReason } = reply;
  return {
    ...reply,
    content: content.map((part) =>
      part.type === 'text' && part.text !== undefined
        ? { ...part, text: inJson(part.text, form, finishReason) }
        : part,
    ),
  };
}

/** The data of a text, as JSON; the text where it has none, is cut off, or stands beside calls of tools. */
export function inJson(text: string, form: ReplyForm, { unified }: FinishReason): string {
  if (unified === 'tool-calls' || isJson(text)) return text;
  const { data } = readData(text, form, unified === 'stop');
  return data === undefined ? text : JSON.stringify(data);
}

/** What is right as it stands keeps its bytes, and numbers that JavaScript would round. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
