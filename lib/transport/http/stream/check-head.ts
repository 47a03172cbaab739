import { readContentType } from '../body/content-type.js';
import { headerOf } from '../body/plain-headers.js';
import { StreamFaultError } from './stream-fault.js';

const EVENTS_TYPE = /^application\/(?:x-)?ndjson(?:\s*;\s*charset="?utf-?8"?)?\s*$/i;

/** Checks the head of a response that is to be a stream of events. */
export function checkHead({ headers }: { readonly headers: object }): void {
  const encoding = headerOf(headers, 'content-encoding')?.trim().toLowerCase() ?? '';
  // What axios has unpacked it says nothing of any more.
  if (encoding !== '' && encoding !== 'identity') throw new StreamFaultError('encoding');
  const type = headerOf(headers, 'content-type') ?? '';
  if (!EVENTS_TYPE.test(type.trim())) {
    throw new StreamFaultError('content-type', readContentType(type).name);
  }
}
