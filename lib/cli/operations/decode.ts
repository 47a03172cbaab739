import type { Answer } from '../client/answer.js';
import { withBackend } from '../client/open-backend.js';
import { readSettings } from '../client/settings.js';
import { type Input, type InputChoice, openInput, textInput } from '../input/open-input.js';
import { parseJson } from '../input/parse-json.js';
import { LARGE_BYTES, readBeginning, readText } from '../input/read-text.js';
import { print, printJson } from '../output/write.js';
import type { ReadFlags } from '../support/option-flags.js';
import type { DecodingName } from './operation-names.js';
import { decodeOptionsOf } from './request-options.js';

/** What commander read. */
interface DecodeFlags extends InputChoice {
  readonly meta?: string;
  readonly strict: boolean;
  readonly json?: boolean;
}

/** What `encode --json` prints, as far as a decode needs it. */
interface Encoded {
  readonly result?: unknown;
  readonly meta?: Record<string, unknown>;
}

/** Decodes an input and prints it as JSON, or as the text that it was. */
export async function decode(
  name: DecodingName,
  file: string | undefined,
  flags: ReadFlags,
): Promise<void> {
  const settings = await readSettings(flags);
  const { meta, strict, json, ...choice } = flags as unknown as DecodeFlags;
  const encoded = meta === undefined ? undefined : await readMeta(meta);
  const input = await inputOf(encoded, choice, file);
  const isWhole = [encoded !== undefined, json, settings.options.transport === 'http'].includes(
    true,
  );
  const { text, rest } = await readBeginning(input, isWhole ? Infinity : LARGE_BYTES);
  const options = decodeOptionsOf(settings.given, strict);
  if (rest) {
    const { decodeLarge } = await import('./decode-large.js');
    const { indent } = settings.given;
    return decodeLarge(rest, { indent, strict, maxDepth: settings.options.maxDepth });
  }
  const ktof = text.replace(/\r?\n$/, '');
  const answer = await withBackend(settings, (backend) =>
    name === 'decode'
      ? backend.execute('promptsDecode', { ktof, options, replayMeta: encoded?.meta })
      : backend.execute('decompress', { data: ktof, options }),
  );
  await show(answer, { json, isText: encoded !== undefined });
}

/** A text that was restored is printed as it was, without a line break of our own. */
function show(
  answer: Answer,
  { json, isText }: { json?: boolean; isText: boolean },
): Promise<void> {
  if (json) return printJson(answer);
  if (isText && typeof answer.result === 'string') return print(answer.result);
  return print(`${JSON.stringify(answer.result, null, process.stdout.isTTY ? 2 : 0)}\n`);
}

/** With the whole response of an encode at hand, the text to decode is in it. */
function inputOf(
  encoded: Encoded | undefined,
  choice: InputChoice,
  file: string | undefined,
): Input | Promise<Input> {
  const isChosen = [choice.prompt, choice.file, file].some((each) => each !== undefined);
  const isInside = !isChosen && typeof encoded?.result === 'string';
  return isInside ? textInput(`${String(encoded.result)}\n`) : openInput(choice, file);
}

async function readMeta(path: string): Promise<Encoded> {
  const read = parseJson(await readText(await openInput({ file: path })), path) as Encoded | null;
  const isResponse = typeof read?.result === 'string';
  return isResponse ? read : { meta: read as Record<string, unknown> };
}
