import type { Answer } from '../client/answer.js';
import type { Backend } from '../client/backend.js';
import { withBackend } from '../client/open-backend.js';
import { readSettings, type Settings } from '../client/settings.js';
import { type Input, type InputChoice, openInput } from '../input/open-input.js';
import { parseJson, parsePrompt } from '../input/parse-json.js';
import { LARGE_BYTES, readText } from '../input/read-text.js';
import { tellSavings } from '../output/tell-savings.js';
import { print, printJson } from '../output/write.js';
import type { ReadFlags } from '../support/option-flags.js';
import type { EncodingName } from './operation-names.js';
import { encodeOptionsOf } from './request-options.js';

/** What commander read. */
interface EncodeFlags extends InputChoice {
  readonly model?: string[];
  readonly json?: boolean;
}

/**
 * Encodes an input and prints it: as text with what it saves on standard error, for people; or the whole
 * response as JSON.
 */
export async function encode(
  name: EncodingName,
  file: string | undefined,
  flags: ReadFlags,
): Promise<void> {
  const settings = await readSettings(flags);
  const { json, model, ...choice } = flags as EncodeFlags;
  const { value, isLarge } = await readValue(name, await openInput(choice, file));
  const isEmbedded = settings.options.transport === 'embedded';
  if (isLarge && isEmbedded && !json && !model && typeof value === 'object') {
    const { encodeLarge } = await import('./encode-large.js');
    return encodeLarge(value, settings);
  }
  const answer = await withBackend(settings, (backend) =>
    ask(backend, name, value, model, settings),
  );
  if (json) return printJson(answer);
  await print(`${String(answer.result)}\n`);
  if (name === 'optimize' || model || process.stdout.isTTY) tellSavings(answer);
}

/** A function of its own: the text, which is as large as the value, is not kept. */
async function readValue(
  name: EncodingName,
  input: Input,
): Promise<{ value: unknown; isLarge: boolean }> {
  const text = await readText(input);
  const value = name === 'encode' ? parsePrompt(text, input.name) : parseJson(text, input.name);
  return { value, isLarge: text.length >= LARGE_BYTES };
}

function ask(
  backend: Backend,
  name: EncodingName,
  value: unknown,
  tokenModels: string[] | undefined,
  { given }: Settings,
): Promise<Answer> {
  const options = encodeOptionsOf(given);
  const extras = { ...(options && { options }), ...(tokenModels && { tokenModels }) };
  if (name === 'encode') return backend.execute('promptsEncode', { prompt: value, ...extras });
  return backend.execute(name, { data: value, ...extras });
}
