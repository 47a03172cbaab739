import type { WireEnvelope } from '../../engine/wire-envelope.js';

/** How many code units of text an event has at most. */
const CHUNK_LENGTH = 65_536;

/** The events of a stream that stand for the response to an encoding, one JSON object a line. */
export function encodeEvents({ result, ...rest }: WireEnvelope): string {
  const events = [...chunksOf(String(result)), { type: 'done', ...rest }];
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** Texts that a character is never cut in two by: in JSON, half a surrogate pair is six bytes. */
function* chunksOf(text: string): Generator<object> {
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + CHUNK_LENGTH, text.length);
    if (end < text.length && text.codePointAt(end - 1)! > 0xffff) end--;
    yield { type: 'chunk', text: text.slice(start, end) };
    start = end;
  }
}
