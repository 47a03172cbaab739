import type { SentMessage } from '../chat/message.js';
import type { SentPart } from '../chat/part.js';
import type { Prompt, PromptMessage, PromptPart, ToolOutput } from './prompt.js';
import { partsOf, type Place } from './prompt-chat.js';

type Sent = SentMessage['content'];

/**
 * The prompt with the texts that are sent. Of what changes there is a copy with every other field as it was;
 * what does not is the same object.
 *
 * @param sent The chat of the places, in their order; with a hint, a system message more in front.
 */
export function writePrompt(
  prompt: Prompt,
  places: readonly Place[],
  sent: readonly SentMessage[],
): Prompt {
  const written = [...prompt];
  const added = sent.slice(0, sent.length - places.length);
  places.forEach((place, index) => {
    const { content } = sent[added.length + index]!;
    written[place.at] = writeMessage(written[place.at]!, place, content);
  });
  const hints = added.map(({ content }) => ({
    role: 'system' as const,
    content: content as string,
  }));
  return [...hints, ...written];
}

function writeMessage(message: PromptMessage, { part, json }: Place, sent: Sent): PromptMessage {
  if (typeof message.content === 'string') {
    return sent === message.content ? message : { ...message, content: sent as string };
  }
  const parts = partsOf(message);
  const written =
    part === undefined
      ? writeParts(parts, sent)
      : parts.with(part, writeResult(parts[part]!, sent, json));
  const isSame = written.every((each, place) => each === parts[place]);
  return isSame ? message : { ...message, content: written };
}

function writeResult(result: PromptPart, sent: Sent, json: string | undefined): PromptPart {
  const output = writeOutput(result.output!, sent, json);
  return output === result.output ? result : { ...result, output };
}

function writeOutput(output: ToolOutput, sent: Sent, json: string | undefined): ToolOutput {
  const { type, value } = output;
  if (type === 'content') return writeContent(output, value as PromptPart[], sent);
  const text = textOf(sent, 0);
  if (text === undefined || text === (json ?? value)) return output;
  // A value would be written as JSON once more.
  return { ...output, type: 'text', value: text };
}

function writeContent(output: ToolOutput, parts: readonly PromptPart[], sent: Sent): ToolOutput {
  const value = writeParts(parts, sent);
  return value.every((part, place) => part === parts[place]) ? output : { ...output, value };
}

function writeParts(parts: readonly PromptPart[], sent: Sent): PromptPart[] {
  return parts.map((part, place) => {
    const text = part.type === 'text' ? textOf(sent, place) : undefined;
    return text === undefined || text === part.text ? part : { ...part, text };
  });
}

/** The text at this place; of a message that is a text alone, that. */
function textOf(sent: Sent, place: number): string | undefined {
  if (typeof sent === 'string') return sent;
  const part: SentPart | undefined = sent?.[place];
  return part?.type === 'text' ? part.text : undefined;
}
