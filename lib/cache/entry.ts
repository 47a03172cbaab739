/** Goes up when entries have another shape: those of other versions are then never found. */
export const ENTRY_VERSION = 1;

/** What every entry begins with, so that anything else under its key is told from it. */
const MARK = `kaizen-entry/${ENTRY_VERSION} `;

/**
 * The text that is kept for an answer. It says of itself what it is: which version wrote it, for which key,
 * until when it is to be kept (milliseconds since 1970), and then the body's JSON.
 */
export function writeEntry(key: string, json: string, expiresAt: number): string {
  return `${MARK}${key} ${expiresAt} ${json}`;
}

/** The JSON of the body that is kept under this key; `undefined` for what is no entry of it. */
export function readEntry(key: string, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const start = headEnd(key, value);
  return start === -1 ? undefined : value.slice(start);
}

/** How long an entry is still to be kept, in milliseconds; 0 for what is no entry of this key. */
export function remainingMs(key: string, value: string): number {
  const end = headEnd(key, value);
  if (end === -1) return 0;
  const expiresAt = Number(value.slice(MARK.length + key.length + 1, end));
  return Number.isSafeInteger(expiresAt) ? Math.max(0, expiresAt - Date.now()) : 0;
}

/** Where the JSON begins. */
function headEnd(key: string, value: string): number {
  const end = MARK.length + key.length;
  const isOfKey = value.startsWith(MARK) && value.startsWith(key, MARK.length);
  if (!isOfKey || value[end] !== ' ') return -1;
  return value.indexOf(' ', end + 1) + 1 || -1;
}
