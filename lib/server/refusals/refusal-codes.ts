/** What a code of the server's error bodies stands for. */
export interface RefusalMeaning {
  /** The HTTP status it comes with. */
  readonly status: number;
  /** What it means, for people who read the API's description. */
  readonly meaning: string;
  /** Whether the same request may succeed a little later: the answer has `Retry-After` then. */
  readonly isTransient?: boolean;
}

/** Every code of the server's error bodies: the one list of them. */
export const REFUSALS = {
  invalid_json: { status: 400, meaning: 'The body is not valid JSON.' },
  invalid_utf8: { status: 400, meaning: 'The body is not valid UTF-8.' },
  invalid_ktof: { status: 400, meaning: 'A text is not valid KTOF; details has the place.' },
  invalid_option: { status: 400, meaning: 'An option has a value that the engine refuses.' },
  bad_request: { status: 400, meaning: 'The request cannot be read.' },
  unauthenticated: { status: 401, meaning: 'There is no API key, or none that is valid.' },
  forbidden: {
    status: 403,
    meaning: 'This server has no keys and answers its own machine only, and no pages of others.',
  },
  not_found: { status: 404, meaning: 'There is no such route.' },
  payload_not_found: { status: 404, meaning: 'No stored prompt has this id for this key.' },
  method_not_allowed: { status: 405, meaning: 'The route takes another method.' },
  request_timeout: { status: 408, meaning: 'The body did not arrive in time.' },
  payload_expired: { status: 410, meaning: 'The time of the stored prompt has passed.' },
  too_large: { status: 413, meaning: 'The body, or what it decodes to, is too large.' },
  unsupported_media_type: {
    status: 415,
    meaning: 'The body is of a type that the route does not take.',
  },
  validation_failed: { status: 422, meaning: 'A field is missing, mistyped or unknown.' },
  too_deep: { status: 422, meaning: 'The body has too many levels.' },
  rate_limited: { status: 429, meaning: 'Too many requests.', isTransient: true },
  client_closed: { status: 499, meaning: 'The client went away; nobody reads this answer.' },
  internal: { status: 500, meaning: 'The server met a defect.' },
  not_installed: { status: 501, meaning: 'The server lacks an optional package for this.' },
  overloaded: { status: 503, meaning: 'The server has too much to do.', isTransient: true },
  shutting_down: { status: 503, meaning: 'The server is shutting down.', isTransient: true },
  store_unavailable: {
    status: 503,
    meaning: 'A store that the server needs does not answer.',
    isTransient: true,
  },
} as const satisfies Record<string, RefusalMeaning>;

/** A code of the server's error bodies. */
export type RefusalCode = keyof typeof REFUSALS;

/** The HTTP status of a refusal. */
export function statusOf({ code, status }: { code: RefusalCode; status?: number }): number {
  return status ?? REFUSALS[code].status;
}

/** The code for an HTTP status that something else than this server's own code decided on. */
export function codeForStatus(status: number): RefusalCode {
  const codes = Object.keys(REFUSALS) as RefusalCode[];
  const same = codes.findLast((code) => REFUSALS[code].status === status && GENERAL.has(code));
  return same ?? (status >= 500 ? 'internal' : 'bad_request');
}

/** Those whose meaning is no narrower than that of their status. */
const GENERAL: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'bad_request',
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'request_timeout',
  'too_large',
  'unsupported_media_type',
  'validation_failed',
  'rate_limited',
  'internal',
  'overloaded',
]);
