/** A header at the root or in a list item that TOON 4 knows, and a canonical empty list. */
const TOON_BRACKETS = /^(\[\d+:?[\t|]?\](\{([^"]|"(\\.|[^"\\])*")*\})?:|\[\]$)/;
const STARTS_VALUE = /(?:^|: *|, *|\t *|\| *|- +)(?=[[{])/g;
const KTOF_HEADER = /\[#|\[.*\{.*[?([]/s;

/** Whether a bracket at `index` begins a header or an empty list of TOON, rather than a value. */
function isToonBracket(line: string, index: number, isFirst: boolean): boolean {
  const before = line.slice(0, index);
  const isItem = /^- +$/.test(before) || (isFirst && before === '');
  const isEmptyList = /[^\]}]: *$/.test(before) && line.slice(index) === '[]';
  return (isItem || isEmptyList) && TOON_BRACKETS.test(line.slice(index));
}

function beginsBracketedValue(line: string, isFirst: boolean): boolean {
  return [...line.matchAll(STARTS_VALUE)].some(
    (match) => !isToonBracket(line, match.index + match[0].length, isFirst),
  );
}

/** The lines that hold something, without what is around it. */
function contentLines(text: string): string[] {
  return text
    .replace(/^\ufeff/, '')
    .split('\n')
    .map((line) => line.replace(/^[ \t]+|\r$| +\r?$/g, ''))
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/**
 * Whether a text holds what this format reads otherwise than TOON 4, so that the two cannot be
 * compared. It errs on the side of yes (it does not look whether a bracket stands in quotes):
 *
 * - a value or a cell that begins with `[` or `{`, and `[]` where it could be a keyed table's cell;
 * - `?`, `(` or `[` in the field list of a header, and the empty cells that come with it;
 * - a length marker, `[#2]`;
 * - a first line `KTOF:`, the optional prefix;
 * - a document that is one string with escapes that only JSON has;
 * - an empty list at the root and more lines, where the white space of JSON is allowed.
 */
export function isBeyondToon(text: string): boolean {
  if (/^\ufeff?KTOF: *\r?\n/.test(text) || /^\s*\[\]\s*\n/m.test(text)) return true;
  if (/^\s*".*\\[bf/u].*"\s*$/s.test(text)) return true;
  if (/\[\d*:.?\]/s.test(text) && /: *\[\]/.test(text)) return true;
  return contentLines(text).some(
    (line, index) => KTOF_HEADER.test(line) || beginsBracketedValue(line, index === 0),
  );
}
