import type { TransferFault } from './response-fault.js';

/** Codes of zlib, and of Brotli in Node: `Z_DATA_ERROR`, `ERR__ERROR_FORMAT_PADDING_1`. */
const UNPACKER_CODE = /^(?:Z_|ERR__ERROR_|ERR_BROTLI_|ERR_ZSTD_|BROTLI_|ZSTD_)/;

/** Whether an error says that a response cannot be read, and why. */
export function transferFaultOf(code = '', message: unknown = ''): TransferFault | undefined {
  // Codes of llhttp, Node's parser of HTTP.
  if (code.startsWith('HPE_')) return 'protocol';
  if (UNPACKER_CODE.test(code)) return 'encoding';
  // axios has no code for it.
  return String(message).startsWith('maxContentLength size of ') ? 'too-large' : undefined;
}
