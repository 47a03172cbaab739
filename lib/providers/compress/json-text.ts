const OPENING: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** What a text says that is one JSON object or array, and nothing else; undefined for any other text. */
export function parseContainer(text: string): object | undefined {
  const trimmed = text.trim();
  const closing = OPENING[trimmed[0] ?? ''];
  if (closing === undefined || !trimmed.endsWith(closing)) return undefined;
  return parseJson(trimmed)?.[0] as object | undefined;
}

/** Where a text in the JSON begins as JSON does. */
const NESTED = /"[ \t]*[{[]|"(?:\\[nrt])+[{[]/;

/**
 * The value of a text that is compact JSON, where the value alone gives back every byte, and no text in it may
 * be JSON itself; else undefined.
 *
 * @param value What the text says.
 */
export function compactValue(text: string, value: unknown): object | undefined {
  if (typeof value !== 'object' || value === null || NESTED.test(text)) return undefined;
  return JSON.stringify(value) === text ? value : undefined;
}

/** What a text says, as a list of one; undefined where it is no JSON. */
export function parseJson(text: string): readonly [value: unknown] | undefined {
  try {
    return [JSON.parse(text)];
  } catch {
    return undefined;
  }
}

/** JSON with newlines for the line ends of Windows, which it can have between values only. */
export function withNewlines(json: string): string {
  return json.replaceAll('\r\n', '\n');
}
