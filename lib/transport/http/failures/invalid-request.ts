import { KaizenOptionsError } from '../../../errors/options.error.js';
import { factsOf, type FailedCall } from './failed-call.js';

/** Codes of Node and axios for a request that cannot be sent as it is, and the option at fault. */
const OPTION_AT_FAULT: Readonly<Record<string, 'baseUrl' | 'headers'>> = {
  ERR_HTTP_INVALID_HEADER_VALUE: 'headers',
  ERR_INVALID_CHAR: 'headers',
  ERR_INVALID_HTTP_TOKEN: 'headers',
  ERR_INVALID_PROTOCOL: 'baseUrl',
  ERR_INVALID_URL: 'baseUrl',
  ERR_SOCKET_BAD_PORT: 'baseUrl',
  ERR_UNESCAPED_CHARACTERS: 'baseUrl',
};

/** The error for a request that was refused on this side, before anything was sent. */
export function invalidRequest(
  code: string | undefined,
  call: FailedCall,
  cause?: Error,
): KaizenOptionsError | undefined {
  if (code === undefined || !Object.hasOwn(OPTION_AT_FAULT, code)) return undefined;
  const option = OPTION_AT_FAULT[code]!;
  const message =
    `${call.state.operation} was not sent: Node refuses the request (${code}). ` +
    `Correct ${option}, also where it is given for this call alone.`;
  return new KaizenOptionsError(message, option, { ...factsOf(call), cause });
}
