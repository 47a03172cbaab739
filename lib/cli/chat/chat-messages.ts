import type { ChatMessage } from '../../providers/chat/message.js';
import type { DataPart } from '../../providers/chat/part.js';
import { CliFailure } from '../cli-failure.js';
import { EXIT_CODE } from '../exit-code.js';
import { type Input, openInput } from '../input/open-input.js';
import { parseJson } from '../input/parse-json.js';
import { readText } from '../input/read-text.js';

/**
 * The values of JSON files, in their order.
 *
 * @throws {@link CliFailure} for a file that is not there, or holds no JSON.
 */
export async function readData(paths: readonly string[]): Promise<DataPart[]> {
  const parts: DataPart[] = [];
  for (const path of paths) {
    const { name, ...input } = await openInput({ file: path });
    const value = parseJson(await readText({ name, ...input }), name);
    parts.push({ type: 'data', value });
  }
  return parts;
}

/**
 * The text of a prompt. A line break at its end is the file's.
 *
 * @throws {@link CliFailure} when there is none in it.
 */
export async function readPrompt(input: Input): Promise<string> {
  const text = (await readText(input)).replace(/\r?\n$/, '');
  if (text.trim() !== '') return text;
  const message = `${input.name}: It is empty. Give a prompt.`;
  throw new CliFailure(message, EXIT_CODE.badInput);
}

/** What the user says, with the data behind it. */
export function userMessage(prompt: string, data: readonly DataPart[]): ChatMessage {
  if (data.length === 0) return { role: 'user', content: prompt };
  return { role: 'user', content: [{ type: 'text', text: prompt }, ...data] };
}

/** Messages with what the model is told to be in front. */
export function withSystem(
  system: string | undefined,
  ...messages: readonly ChatMessage[]
): ChatMessage[] {
  return system === undefined ? [...messages] : [{ role: 'system', content: system }, ...messages];
}
