/** Errors wrap errors; a chain longer than this is a circle. */
const LONGEST_CHAIN = 6;
const CODE = /^[A-Z][A-Z\d_]{2,63}$/;
/** Codes of axios that tell only that something went wrong. */
const VAGUE = new Set(['ERR_BAD_REQUEST', 'ERR_BAD_RESPONSE', 'ERR_NETWORK']);

/** What {@link causesOf} gives. Errors of Node's core are known by their shape, not their class. */
export interface ErrorLike {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
}

/** An error and those that led to it, the outermost first. */
export function causesOf(error: unknown): ErrorLike[] {
  const chain: ErrorLike[] = [];
  let next = error;
  while (typeof next === 'object' && next !== null && chain.length < LONGEST_CHAIN) {
    chain.push(next);
    next = (next as ErrorLike).cause;
  }
  return chain;
}

/** The code that tells most: `ECONNRESET` rather than axios's `ERR_BAD_RESPONSE` around it. */
export function errorCodeOf(error: unknown): string | undefined {
  const codes = causesOf(error)
    .map(({ code }) => code)
    .filter((code): code is string => typeof code === 'string' && CODE.test(code));
  return codes.find((code) => !VAGUE.has(code)) ?? codes[0];
}
