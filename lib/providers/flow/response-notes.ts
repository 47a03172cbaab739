import { parseRetryAfter } from '../../transport/http/retry/retry-after.js';
import type { HeaderSource } from '../adapter.js';

/** Under which names vendors send the id of a request, the first that is there counts. */
const REQUEST_IDS = [
  'x-request-id',
  'request-id',
  'x-amzn-requestid',
  'apim-request-id',
  'x-correlation-id',
  'mistral-correlation-id',
  'x-debug-trace-id',
  'cf-ray',
];

/** What the headers of an attempt's response tell. */
export class ResponseNotes {
  #headers: Readonly<Record<string, string>> = {};

  /** Bound, so that it can be handed on. */
  readonly note = (headers: HeaderSource): void => {
    this.#headers = { ...this.#headers, ...plain(headers) };
  };

  /** `fetch` that notes the headers of what comes. */
  readonly fetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    this.note(response.headers);
    return response;
  };

  get requestId(): string | undefined {
    const name = REQUEST_IDS.find((each) => this.#headers[each]);
    return name && this.#headers[name];
  }

  get retryAfterMs(): number | undefined {
    return parseRetryAfter(this.#headers);
  }

  /** Whether what came says that it is a stream of events. */
  get isStream(): boolean {
    return /event-?stream/.test(this.#headers['content-type'] ?? '');
  }

  /** What the vendor says of whether to try again, as OpenAI and Anthropic do. */
  get shouldRetry(): string | undefined {
    return this.#headers['x-should-retry'];
  }
}

function plain(headers: HeaderSource): Record<string, string> {
  const entries = isIterable(headers) ? [...headers] : Object.entries(headers);
  return Object.fromEntries(
    entries
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function isIterable(headers: HeaderSource): headers is Headers {
  return typeof (headers as Partial<Headers>)[Symbol.iterator] === 'function';
}
