import { hydrateResponse } from '../../../contract/hydrate-response.js';
import { isStoredPromptId } from '../../../contract/stored-prompt-id.js';
import type {
  DecodeStreamRequest,
  EncodeStreamRequest,
} from '../../../engine/stream/stream-engine.js';
import type { KaizenFormatError } from '../../../errors/format.error.js';
import type { JsonValue } from '../../../ktof/json-value.js';
import type { DecodeValueEvent } from '../../../ktof/stream/decode-event.js';
import { tellDocument } from '../../../ktof/stream/events.js';
import { END, SourceReader } from '../../../ktof/stream/source-reader.js';
import { TextFeed } from '../../../ktof/stream/text-feed.js';
import type {
  KaizenDecodeStreamPart,
  KaizenEncodeStreamPart,
  KaizenTransport,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from '../../kaizen-transport.js';
import type { Wire } from '../../../contract/read-fields.js';

/** Carries out an ordinary operation. */
export type Execute = KaizenTransport['execute'];

/** Has a prompt encoded by a service without the route of streams: the text is one chunk. */
export async function* encodeWhole(
  execute: Execute,
  request: EncodeStreamRequest,
  call: KaizenTransportCall,
): AsyncGenerator<KaizenEncodeStreamPart, void, undefined> {
  const answer = await execute('promptsEncode', { ...request, autoDetectJson: false }, call);
  const { result: text } = hydrateResponse('promptsEncode', answer.body, contextOf(answer, call));
  if (text !== '') yield { type: 'chunk', text };
  yield { type: 'done', body: answer.body as Wire, ...contextOf(answer, call) };
}

/** Has a text decoded by a service without the route of streams: the values come when all is there. */
export async function* decodeWhole(
  execute: Execute,
  { source, options, collect }: DecodeStreamRequest,
  { maxBytes, call }: { readonly maxBytes: number; readonly call: KaizenTransportCall },
): AsyncGenerator<KaizenDecodeStreamPart, void, undefined> {
  const startedAt = performance.now();
  const text = await textOf(source, maxBytes, call.signal);
  // Quoted, it is the same text and no id: a stream never asks for a stored prompt.
  const ktof = isStoredPromptId(text) ? JSON.stringify(text) : text;
  const timeoutMs = Math.max(1, call.timeoutMs - (performance.now() - startedAt));
  const answer = await execute(
    'promptsDecode',
    { ktof, ...(options && { options }) },
    { ...call, timeoutMs },
  );
  const { result } = hydrateResponse('promptsDecode', answer.body, contextOf(answer, call));
  for (const step of tellDocument(result as JsonValue)) yield step as DecodeValueEvent;
  const body = { ...(answer.body as Wire), result: collect ? result : null };
  yield { type: 'done', body, ...contextOf(answer, call) };
}

/** All of a source, which is let go of however that ends. */
async function textOf(
  source: DecodeStreamRequest['source'],
  maxBytes: number,
  signal: AbortSignal,
): Promise<string> {
  const reader = new SourceReader(source, signal);
  const feed = new TextFeed(maxBytes, true);
  const place = (): Pick<KaizenFormatError, 'line' | 'column'> => ({ line: 1, column: 1 });
  try {
    reader.open();
    for (let chunk = await reader.next(); chunk !== END; chunk = await reader.next()) {
      feed.push(chunk);
      feed.throwIfBroken(place);
    }
    feed.end();
    feed.throwIfBroken(place);
    return feed.take().join('');
  } finally {
    await reader.close();
  }
}

function contextOf(answer: KaizenTransportAnswer, call: KaizenTransportCall) {
  const { requestId = call.requestId, servedBy, attempts } = answer;
  return { requestId, servedBy, attempts };
}
