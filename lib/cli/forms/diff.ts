import { encode } from '../../ktof/encode.js';
import { readSettings } from '../client/settings.js';
import { type InputChoice, openInput } from '../input/open-input.js';
import { parseJson } from '../input/parse-json.js';
import { readText } from '../input/read-text.js';
import { amount, percent } from '../output/table.js';
import { columnsOf, cutTo, type Paint, paintFor, widthOf } from '../output/terminal.js';
import { print, printJson } from '../output/write.js';
import type { ReadFlags } from '../support/option-flags.js';
import { colourJson, colourKtof } from './colour-text.js';
import { counterFor, shareOf, type Size, sizeOf } from './counters.js';

/** What commander read. */
export interface DiffFlags extends InputChoice, ReadFlags {
  readonly model?: string;
  readonly json?: boolean;
  readonly lines: number;
}

/** A form of the input, and how much it takes. */
interface Form extends Size {
  readonly text: string;
}

/** Shows an input as indented JSON and as KTOF, side by side. */
export async function diff(file: string | undefined, flags: DiffFlags): Promise<void> {
  const { options } = await readSettings(flags);
  const { model, json: asJson, lines, ...choice } = flags;
  const input = await openInput(choice, file);
  const value = parseJson(await readText(input), input.name);
  const counter = await counterFor(model);
  const formOf = (text: string): Form => ({ text, ...sizeOf(text, counter) });
  const { profile, delimiter, indent, lengthMarker, maxDepth, maxPayloadBytes: maxBytes } = options;
  const ktof = encode(value, { profile, delimiter, indent, lengthMarker, maxDepth, maxBytes });
  const forms = {
    json: formOf(JSON.stringify(value, null, 2)),
    compact: formOf(JSON.stringify(value)),
    ktof: formOf(ktof),
  };
  const named = counter && { model: counter.model };
  if (asJson) return printJson({ ...named, ...forms });
  await print(sideBySide(forms.json.text, ktof, lines));
  await print(`${summary(forms, counter?.model)}\n`);
}

function sideBySide(json: string, ktof: string, most: number): string {
  const paint = paintFor(process.stdout);
  const width = Math.floor((widthOf(process.stdout) - 3) / 2);
  const [left, right] = [json.split('\n'), ktof.split('\n')];
  const count = Math.max(left.length, right.length);
  const shown = most > 0 ? Math.min(most, count) : count;
  const rows = [
    row('JSON', 'KTOF', width, bold(paint)),
    `${'─'.repeat(width)}─┼─${'─'.repeat(width)}`,
  ];
  for (let at = 0; at < shown; at++) {
    rows.push(row(left[at] ?? '', right[at] ?? '', width, paint));
  }
  if (shown < count) {
    rows.push(row(more(left.length, shown), more(right.length, shown), width, dim(paint)));
  }
  return `${rows.join('\n')}\n`;
}

const bold =
  (paint: Paint): Paint =>
  (_colour, text) =>
    paint('bold', text);
const dim =
  (paint: Paint): Paint =>
  (_colour, text) =>
    paint('dim', text);

function more(length: number, shown: number): string {
  return length > shown ? `… ${amount(length - shown)} more lines` : '';
}

function row(left: string, right: string, width: number, paint: Paint): string {
  const one = cutTo(visible(left), width);
  const gap = ' '.repeat(Math.max(0, width - columnsOf(one)));
  return `${colourJson(one, paint)}${gap} │ ${colourKtof(cutTo(visible(right), width), paint)}`.trimEnd();
}

/** A tab would break the columns, and other control characters steer the terminal. */
function visible(line: string): string {
  return line.replaceAll('\t', '→').replaceAll(/\p{Cc}/gu, '\uFFFD');
}

function summary(
  { json, compact, ktof }: Readonly<Record<'json' | 'compact' | 'ktof', Form>>,
  model: string | undefined,
): string {
  const told = ({ bytes, tokens }: Form): string =>
    tokens === undefined
      ? `${amount(bytes)} bytes`
      : `${amount(tokens)} tokens, ${amount(bytes)} bytes`;
  const of = model === undefined ? '' : ` (tokens of ${model})`;
  return [
    '',
    `JSON, indented  ${told(json)}`,
    `JSON, compact   ${told(compact)}`,
    `KTOF            ${told(ktof)}: ${percent(shareOf(ktof, compact))} of compact JSON${of}`,
  ].join('\n');
}
