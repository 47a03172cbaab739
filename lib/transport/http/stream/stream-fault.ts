import { KaizenResponseError, type KaizenResponseFault } from '../../../errors/response.error.js';
import { STREAM_ROUTES } from '../../../contract/stream-routes.js';
import { factsOf, type FailedCall } from '../failures/failed-call.js';

/** What may be wrong with the events of a stream. */
export type StreamFault = Extract<
  KaizenResponseFault,
  | 'content-type'
  | 'empty'
  | 'encoding'
  | 'fields'
  | 'incomplete'
  | 'invalid-json'
  | 'invalid-text'
  | 'too-large'
>;

/** A stream that is not what it should be. It does not leave this room: {@link streamError} is told. */
export class StreamFaultError extends Error {
  /**
   * @param fault What is wrong.
   * @param detail The fields at fault, or the content type.
   */
  constructor(
    readonly fault: StreamFault,
    readonly detail = '',
  ) {
    super(`The stream is faulty: ${fault}`);
  }
}

const LOOK_BETWEEN =
  'What came before is valid. Check what stands between: a proxy or gateway may change or cut bodies.';
const LOOK_AT_URL =
  'Check that baseUrl is that of a Kaizen service, and that no proxy or login page answers for it.';
const TOO_LARGE = 'Ask for less at once, decode with collect: false, or raise maxResponseBytes.';

const TELLINGS: Readonly<Record<StreamFault, readonly [what: string, remedy: string]>> = {
  'content-type': ['is no stream of events but', LOOK_AT_URL],
  empty: ['has no body', LOOK_AT_URL],
  encoding: ['is packed in a way that cannot be undone', LOOK_BETWEEN],
  fields: ['has an event with missing or mistyped fields:', LOOK_BETWEEN],
  incomplete: ['ended before its end was told', `${LOOK_BETWEEN} Then call again.`],
  'invalid-json': ['has a line that is not JSON', LOOK_BETWEEN],
  'invalid-text': ['has a line that is not valid UTF-8', LOOK_BETWEEN],
  'too-large': [
    'has a line, or a whole to collect, larger than maxResponseBytes allows',
    TOO_LARGE,
  ],
};

/** The error of a call whose stream is faulty. It says what is wrong, and never quotes a line. */
export function streamError(
  { fault, detail }: StreamFaultError,
  call: FailedCall,
  statusCode: number,
): KaizenResponseError {
  const [what, remedy] = TELLINGS[fault];
  const { operation } = call.state;
  const { wireName } = STREAM_ROUTES[operation as keyof typeof STREAM_ROUTES];
  const message = `The response to ${wireName} ${[what, detail].filter(Boolean).join(' ')} (HTTP ${statusCode}). ${remedy}`;
  const fields = fault === 'fields' ? [detail] : [];
  return new KaizenResponseError(message, fields, { ...factsOf(call), fault, statusCode });
}
