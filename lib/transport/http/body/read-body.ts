import { KaizenResponseError, type KaizenResponseFault } from '../../../errors/response.error.js';
import type { RequestState } from '../request-state.js';
import { readContentType } from './content-type.js';
import { headerOf, requestIdOf } from './plain-headers.js';

/** A response as axios has it when it is asked for bytes. */
export interface ReceivedResponse {
  readonly status: number;
  /** With lower-case names. */
  readonly headers: object;
  readonly data: Uint8Array;
  readonly config?: { readonly kaizen?: Pick<RequestState, 'operation'> };
}

/** What is wrong with a body, and what to do about it. */
type Complaint = readonly [fault: KaizenResponseFault, what: string, remedy: string];

const NO_CONTENT = 204;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });
const LOOK_BETWEEN = 'Check what stands between: a proxy or gateway may change or cut bodies.';
const LOOK_AT_URL =
  'Check that baseUrl is that of a Kaizen service, and that no proxy or login page answers for it.';

/**
 * The JSON value of a successful response, read strictly: nothing but JSON labelled as such, in valid
 * UTF-8, whole. `null` for 204.
 *
 * The value is as `JSON.parse` gives it: a `__proto__` in it is a plain key, so it must not be
 * assigned onto another object.
 *
 * @throws {@link KaizenResponseError} that says in `fault` what is wrong and never quotes the body.
 */
export function readBody(response: ReceivedResponse): unknown {
  if (response.status === NO_CONTENT) return null;
  const complaint = complaintOf(response);
  if (complaint) throw faulty(complaint, response);
  const text = decode(response.data);
  if (text === undefined) throw faulty(notUtf8(), response);
  const value = parse(text);
  if (value === undefined) throw faulty(notJson(response.data), response);
  return value;
}

function complaintOf({ data, headers }: ReceivedResponse): Complaint | undefined {
  const { isJson, name } = readContentType(headerOf(headers, 'content-type'));
  const encoding = headerOf(headers, 'content-encoding')?.trim().toLowerCase() ?? '';
  // What axios has unpacked it says nothing of any more.
  if (encoding !== '' && encoding !== 'identity') {
    return ['encoding', 'is packed in a way that cannot be undone', LOOK_BETWEEN];
  }
  if (data.length === 0) return ['empty', 'has no body', LOOK_AT_URL];
  return isJson ? undefined : ['content-type', `is ${name} instead of JSON`, LOOK_AT_URL];
}

function notUtf8(): Complaint {
  return ['invalid-text', 'is not valid UTF-8', LOOK_BETWEEN];
}

function notJson({ length }: Uint8Array): Complaint {
  return ['invalid-json', `has ${length} bytes that are not one whole JSON value`, LOOK_BETWEEN];
}

function decode(data: Uint8Array): string | undefined {
  try {
    return UTF_8.decode(data);
  } catch {
    return undefined;
  }
}

/** The message of `JSON.parse` quotes the text, so it is not even kept as a cause. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function faulty(
  [fault, what, remedy]: Complaint,
  { status, headers, config }: ReceivedResponse,
): KaizenResponseError {
  const subject = config?.kaizen ? `The response to ${config.kaizen.operation}` : 'The response';
  const requestId = requestIdOf(headers);
  return new KaizenResponseError(`${subject} ${what} (HTTP ${status}). ${remedy}`, [], {
    fault,
    statusCode: status,
    ...(requestId !== undefined && { requestId }),
  });
}
