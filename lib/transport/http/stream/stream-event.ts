import { isRecord } from '../../../contract/is-record.js';
import type { Wire } from '../../../contract/read-fields.js';
import type { JsonValue } from '../../../ktof/json-value.js';
import type { DecodeValueEvent, ValuePath } from '../../../ktof/stream/decode-event.js';
import { StreamFaultError } from './stream-fault.js';
import type { StreamContent } from './stream-limits.js';

/** An event as it is on the wire, checked. */
export type StreamEvent =
  | { readonly type: 'chunk'; readonly text: string }
  | DecodeValueEvent
  | { readonly type: 'done'; readonly body: Wire }
  | { readonly type: 'error'; readonly statusCode: number; readonly body: Wire };

/**
 * The event that a line tells; `undefined` for an empty line, and for an event of a type that is not
 * known or not of this stream.
 *
 * @throws {@link StreamFaultError} for a line that is no JSON or lacks what its type has.
 */
export function readEvent(line: string, content: StreamContent): StreamEvent | undefined {
  if (line === '' || line === '\r') return undefined;
  const event = parse(line);
  if (!isRecord(event) || typeof event['type'] !== 'string') throw mistyped('type');
  switch (event['type']) {
    case content:
      return content === 'value' ? valueEvent(event) : chunkEvent(event);
    case 'done':
      return { type: 'done', body: event };
    case 'error':
      return errorEvent(event);
    default:
      return undefined;
  }
}

/** The message of `JSON.parse` quotes the text, so it is not even kept as a cause. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new StreamFaultError('invalid-json');
  }
}

function chunkEvent({ text }: Wire): StreamEvent {
  if (typeof text !== 'string') throw mistyped('text');
  return { type: 'chunk', text };
}

function valueEvent(event: Wire): StreamEvent {
  const { path, value } = event;
  if (!isPath(path)) throw mistyped('path');
  if (value === undefined || !Object.hasOwn(event, 'value')) throw mistyped('value');
  return { type: 'value', path, value: value as JsonValue };
}

function isPath(path: unknown): path is ValuePath {
  if (!Array.isArray(path)) return false;
  for (const step of path) {
    if (typeof step !== 'string' && !(Number.isInteger(step) && step >= 0)) return false;
  }
  return true;
}

function errorEvent(event: Wire): StreamEvent {
  const { status_code: status } = event;
  const isStatus = Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599;
  if (!isStatus) throw mistyped('status_code');
  return { type: 'error', statusCode: Number(status), body: event };
}

function mistyped(field: string): StreamFaultError {
  return new StreamFaultError('fields', field);
}
