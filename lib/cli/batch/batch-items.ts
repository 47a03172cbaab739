import type { KaizenRequests } from '../../contract/types.js';
import type { Backend, ItemOutcome } from '../client/backend.js';
import type { LostDigits } from './lost-digits.js';
import type { Line } from './read-lines.js';
import type { Result } from './result-file.js';

/** What a line of the input came to. */
export interface LineOutcome {
  readonly line: Line;
  readonly outcome: ItemOutcome;
}

type Extras = Pick<KaizenRequests['promptsEncode'], 'options' | 'tokenModels'>;

/** Encodes the prompts of some lines. A line that is no JSON fails alone, and so does all else. */
export async function encodeLines(
  lines: readonly Line[],
  extras: Extras,
  backend: Backend,
  digits: LostDigits,
): Promise<LineOutcome[]> {
  const read = lines.map((line) => readPrompt(line, digits));
  const prompts = read.flatMap((each) => ('prompt' in each ? [{ ...each, ...extras }] : []));
  const answers = (await encodeAll(prompts, backend)).values();
  return lines.map((line, place) => {
    const each = read[place]!;
    return { line, outcome: 'error' in each ? each : answers.next().value! };
  });
}

async function encodeAll(
  prompts: readonly KaizenRequests['promptsEncode'][],
  backend: Backend,
): Promise<ItemOutcome[]> {
  if (prompts.length === 0) return [];
  try {
    return await backend.encodeAll(prompts);
  } catch (error) {
    return prompts.map(() => ({ error: error as Error }));
  }
}

function readPrompt(
  { bytes, number }: Line,
  digits: LostDigits,
): { prompt: unknown } | { error: Error } {
  try {
    const json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const prompt: unknown = JSON.parse(json);
    digits.look(json, number);
    return { prompt };
  } catch {
    const message = 'The line is not JSON. Write each prompt as JSON in one line; texts in quotes.';
    return { error: Object.assign(new Error(message), { code: 'KAIZEN_INVALID_LINE' }) };
  }
}

/** What is written of a line's outcome. */
export function resultOf({ line: { number }, outcome }: LineOutcome): Result {
  return { number, text: `${JSON.stringify({ line: number, ...written(outcome) })}\n` };
}

function written(outcome: ItemOutcome): object {
  if ('error' in outcome) {
    const { code, message } = outcome.error as Error & { code?: string };
    return { error: { code, message } };
  }
  const { result, stats, tokenStats, messages, meta } = outcome.answer;
  const counts = tokenStats && Object.keys(tokenStats).length > 0 ? { tokenStats } : {};
  return { result, stats, ...counts, messages, meta };
}
