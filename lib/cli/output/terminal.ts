/** A stream that may be a terminal. */
type Stream = NodeJS.WriteStream;

/** What colours there are, as SGR numbers: on and off. */
const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

/** The name of a colour. */
export type Colour = keyof typeof CODES;

/** Colours a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

/** What colours texts for a stream: on a terminal only, and not with `NO_COLOR` (https://no-color.org). */
export function paintFor(stream: Stream): Paint {
  if (!hasColour(stream)) return (_colour, text) => text;
  return (colour, text) => {
    const [on, off] = CODES[colour];
    return `\u001B[${on}m${text}\u001B[${off}m`;
  };
}

function hasColour(stream: Stream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stream.isTTY && TERM !== 'dumb';
}

/** How many columns a stream has; what is no terminal has 80. */
export function widthOf({ columns }: Stream): number {
  return columns > 0 ? columns : 80;
}

const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

/** How many columns a text takes on a terminal. It must have no colours. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOfOne(character);
  return columns;
}

/** A text cut to so many columns, with `…` for what is gone. */
export function cutTo(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  let cut = '';
  let columns = 1;
  for (const character of text) {
    columns += columnsOfOne(character);
    if (columns > width) break;
    cut += character;
  }
  return `${cut}…`;
}

function columnsOfOne(character: string): number {
  if (/\p{Mn}|\u200D/u.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
