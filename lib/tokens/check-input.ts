import { KaizenOptionsError } from '../errors/options.error.js';
import { KaizenPayloadError } from '../errors/payload.error.js';
import type { ChatMessage } from './chat-message.js';

/** @throws {@link KaizenPayloadError} when a text is no string. */
export function checkText(text: unknown): asserts text is string {
  if (typeof text === 'string') return;
  throw payloadError(
    'The text to count is not a string. Pass a string, such as JSON.stringify(value).',
    '$',
  );
}

/** @throws {@link KaizenPayloadError} when messages are no list of objects. */
export function checkMessages(messages: unknown): asserts messages is readonly ChatMessage[] {
  if (!Array.isArray(messages))
    throw payloadError('The messages to count are no list. Pass an array of messages.', '$');
  const wrong = messages.findIndex((message) => typeof message !== 'object' || message === null);
  if (wrong === -1) return;
  const remedy = 'Pass objects such as { role: "user", content: "…" }.';
  throw payloadError(`The message at $[${wrong}] is no object. ${remedy}`, `$[${wrong}]`);
}

/** @throws {@link KaizenOptionsError} when a model is no name. */
export function checkModel(model: unknown): asserts model is string {
  if (typeof model === 'string' && model.trim() !== '') return;
  const message = 'The model is not a name. Pass a model such as "gpt-4o", or an encoding.';
  throw new KaizenOptionsError(message, 'model');
}

/** @throws {@link KaizenOptionsError} when an option is given and is no number of at least 0. */
export function checkAmount(amount: unknown, option: string): void {
  if (amount === undefined) return;
  if (typeof amount === 'number' && Number.isFinite(amount) && amount >= 0) return;
  throw new KaizenOptionsError(
    `Option "${option}" must be a number of at least 0. Give such a number, or leave it out.`,
    option,
  );
}

function payloadError(message: string, path: string): KaizenPayloadError {
  return new KaizenPayloadError(message, 'KAIZEN_INVALID_PAYLOAD', path);
}
