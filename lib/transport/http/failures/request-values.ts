/** A shorter value is found in any text. */
const SHORTEST = 4;
/** A longer one is found by its pieces. */
const LONGEST = 64;
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*/g;
/** Words that requests are full of and that give nobody away. */
const COMMON = new Set(
  'array assistant auto boolean content data developer false function high image json legacy messages null number object schema string system text tool toon true type user'.split(
    ' ',
  ),
);

/**
 * The values of a request that a text must not hold as whole words: a name, a number. Keys are left
 * out, since a service names the fields it refuses.
 *
 * @param body The body as it was sent: JSON.
 */
export function valuesOf(body: string): string[] {
  const values = new Set<string>();
  for (const [token, isKey] of body.matchAll(STRING_OR_NUMBER)) {
    if (isKey !== undefined) continue;
    const value = token.startsWith('"') ? unquote(token) : token;
    const isTelling = value.length >= SHORTEST && value.length <= LONGEST && !COMMON.has(value);
    if (isTelling) values.add(value);
  }
  return [...values];
}

/** Whether a text holds one of the values, not as a part of a longer word. */
export function holdsOneOf(text: string, values: readonly string[]): boolean {
  return values.some((value) => holds(text, value));
}

function holds(text: string, value: string): boolean {
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + value.length])) return true;
  }
  return false;
}

function isWordPart(unit: string | undefined): boolean {
  return unit !== undefined && /[\p{L}\p{N}]/u.test(unit);
}

function unquote(token: string): string {
  return (token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1))
    .trim()
    .toLowerCase();
}
