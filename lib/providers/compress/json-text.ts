const OPENING: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** Whether a text is one JSON object or array, and nothing else. */
export function isJsonContainer(text: string): boolean {
  const trimmed = text.trim();
  const closing = OPENING[trimmed[0] ?? ''];
  return closing !== undefined && trimmed.endsWith(closing) && isJson(trimmed);
}

/** Whether a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
