import type { ProviderErrorKind } from '../../errors/provider.error.js';

/** What an error's message is made of. */
interface Told {
  readonly kind: ProviderErrorKind;
  readonly label: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  /** What the vendor says, where it may be said. */
  readonly words: string | undefined;
  readonly retryAfterMs: number | undefined;
}

type Sentence = readonly [what: string, remedy: string];

const SENTENCES: Readonly<Record<ProviderErrorKind, Sentence>> = {
  'rate-limit': ['limits the rate', 'Send fewer requests, or ask for a higher limit.'],
  overloaded: ['is overloaded', 'Try again later.'],
  server: ['failed', 'Try again later.'],
  connection: [
    'cannot be reached, or the connection was lost',
    'Check the network and the option "baseUrl".',
  ],
  timeout: ['did not answer in time', 'Give the option "timeoutMs" more.'],
  abort: ['was given up', 'Nothing is to be done.'],
  authentication: ['does not accept the key', 'Check the option "apiKey".'],
  permission: ['does not allow this', 'Check what the key may do, and the model.'],
  'not-found': [
    'does not know the model or the address',
    'Check the options "model" and "baseUrl".',
  ],
  'too-large': ['takes no request of this size', 'Send less.'],
  'invalid-request': ['refused the request', 'Check the messages and the options of the call.'],
  'bad-response': [
    'sent something that is no reply',
    'Check that the option "baseUrl" leads to an endpoint of this vendor.',
  ],
  'incomplete-stream': [
    'ended the stream before the reply was complete',
    'What came is in the error\'s "partialText". Ask again.',
  ],
  'undecodable-reply': [
    'gave a reply in another form than asked for',
    'The reply is in the error\'s "partialText".',
  ],
  unknown: ['could not be asked', 'Look at the error\'s "cause".'],
};

/** Where the code says more than the kind. */
const SENTENCES_OF_CODES: Readonly<Record<string, Sentence>> = {
  UND_ERR_HEADERS_TIMEOUT: [
    "sent nothing for as long as Node's fetch waits, 300 seconds",
    'Ask with stream(), or give a "client" whose fetch waits longer.',
  ],
  UND_ERR_BODY_TIMEOUT: [
    "fell silent for as long as Node's fetch waits, 300 seconds",
    'Give a "client" whose fetch waits longer, or ask again.',
  ],
};

/** The sentence of an error, which ends in the remedy. */
export function saying({ kind, label, status, code, words, retryAfterMs }: Told): string {
  const [what, remedy] = SENTENCES_OF_CODES[code ?? ''] ?? SENTENCES[kind];
  const facts = [status, code].filter((fact) => fact !== undefined).join(', ');
  const said = words === undefined ? '' : ` It says: "${words}".`;
  const wait = retryAfterMs === undefined ? '' : ` It asks to wait ${retryAfterMs} ms.`;
  return `${label} ${what}${facts && ` (${facts})`}.${said}${wait} ${remedy}`;
}
