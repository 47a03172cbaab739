import { encode } from '../../ktof/encode.js';
import type { EncodeOptions } from '../../ktof/encode-options.js';
import { readSettings } from '../client/settings.js';
import { type InputChoice, openInput } from '../input/open-input.js';
import { parseJson } from '../input/parse-json.js';
import { readText } from '../input/read-text.js';
import { amount, percent, tableOf } from '../output/table.js';
import { paintFor, widthOf } from '../output/terminal.js';
import { print, printJson } from '../output/write.js';
import type { ReadFlags } from '../support/option-flags.js';
import { counterFor, shareOf, type Size, sizeOf } from './counters.js';

/** What commander read. */
export interface BenchFlags extends InputChoice, ReadFlags {
  readonly model?: string;
  readonly json?: boolean;
}

const KTOF_FORMS: Readonly<Record<string, EncodeOptions>> = {
  KTOF: { profile: 'ktof' },
  'KTOF, tabs': { profile: 'ktof', delimiter: '\t' },
  'KTOF, pipes': { profile: 'ktof', delimiter: '|' },
  TOON: { profile: 'toon' },
  'TOON, tabs': { profile: 'toon', delimiter: '\t' },
  legacy: { profile: 'legacy' },
};

const COMPACT = 'JSON, compact';
const BAR = 24;

/** Writes an input in every form and tells how much each takes. */
export async function bench(file: string | undefined, flags: BenchFlags): Promise<void> {
  const { options } = await readSettings(flags);
  const { model, json, ...choice } = flags;
  const input = await openInput(choice, file);
  const value = parseJson(await readText(input), input.name);
  const limits = { maxDepth: options.maxDepth, maxBytes: options.maxPayloadBytes };
  const counter = await counterFor(model);
  const sizes = new Map<string, Size>();
  sizes.set('JSON, indented', sizeOf(JSON.stringify(value, null, 2), counter));
  sizes.set(COMPACT, sizeOf(JSON.stringify(value), counter));
  for (const [name, form] of Object.entries(KTOF_FORMS)) {
    sizes.set(name, sizeOf(encode(value, { ...form, ...limits }), counter));
  }
  if (json) return printJson(asJson(sizes, counter?.model));
  await print(`${linesOf(sizes, counter?.model).join('\n')}\n`);
}

function asJson(sizes: ReadonlyMap<string, Size>, model: string | undefined): object {
  const whole = sizes.get(COMPACT)!;
  const forms = [...sizes].map(([form, size]) => ({
    form,
    ...size,
    percent: shareOf(size, whole),
  }));
  return { ...(model !== undefined && { model }), forms };
}

function linesOf(sizes: ReadonlyMap<string, Size>, model: string | undefined): string[] {
  const paint = paintFor(process.stdout);
  const width = widthOf(process.stdout);
  const whole = sizes.get(COMPACT)!;
  const shares = [...sizes.values()].map((size) => shareOf(size, whole));
  const rows = [...sizes].map(([form, { bytes, tokens }], place) => [
    form,
    ...(tokens === undefined ? [] : [amount(tokens)]),
    amount(bytes),
    percent(shares[place]!),
  ]);
  const head = ['form', ...(model === undefined ? [] : [`tokens of ${model}`]), 'bytes', 'share'];
  const [first, ...lines] = tableOf(head, rows, width);
  const longest = Math.max(...shares);
  const least = Math.min(...shares);
  const room = Math.min(BAR, width - Math.max(...lines.map(({ length }) => length)) - 2);
  const bars = shares.map((share) => {
    const bar =
      room < 4 ? '' : `  ${'█'.repeat(Math.max(1, Math.round((share / longest) * room)))}`;
    return share === least ? paint('green', bar) : bar;
  });
  return [paint('dim', first!), ...lines.map((line, place) => line + bars[place]!)];
}
