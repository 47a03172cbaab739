import { CliFailure } from '../cli-failure.js';
import { EXIT_CODE } from '../exit-code.js';
import { warnOfLostDigits } from './warn-of-lost-digits.js';

/**
 * The value of a JSON text.
 *
 * @param name What errors call it. They tell the place and quote nothing.
 * @throws {@link CliFailure} for what is no JSON.
 */
export function parseJson(text: string, name: string): unknown {
  try {
    return parse(text, name);
  } catch (cause) {
    if (text.trim() === '') throw empty(name);
    const remedy = 'Correct it there.';
    const message = `${name}: It is not JSON${placeOf(text, cause as Error)}. ${remedy}`;
    throw new CliFailure(message, EXIT_CODE.badInput, { cause });
  }
}

/** The value of a text that is JSON; of any other text, the text. */
export function parsePrompt(text: string, name: string): unknown {
  if (text.trim() === '') throw empty(name);
  try {
    return parse(text, name);
  } catch {
    return text;
  }
}

function parse(text: string, name: string): unknown {
  const value: unknown = JSON.parse(text);
  warnOfLostDigits(text, name);
  return value;
}

function empty(name: string): CliFailure {
  return new CliFailure(`${name}: It is empty. Give some data.`, EXIT_CODE.badInput);
}

/** Node tells the position of a fault, though not in a short text. */
function placeOf(text: string, { message }: Error): string {
  const isCut = message.startsWith('Unexpected end');
  const told = /position (\d+)/.exec(message)?.[1];
  if (told === undefined && !isCut) return '';
  const before = text.slice(0, isCut ? text.length : Number(told)).split('\n');
  return ` from line ${before.length}, column ${before.at(-1)!.length + 1} on`;
}
