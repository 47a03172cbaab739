import type { KaizenBatchOperation } from './batch-routes.js';
import type { OperationRoute } from './operations.js';

/** The operations that can be carried out bit by bit. */
export type KaizenStreamOperation = KaizenBatchOperation;

/** The media type of the events of a stream: one JSON object a line, each line ended by `\n`. */
export const STREAM_EVENTS_TYPE = 'application/x-ndjson';

/** The media type of a text that is sent to be decoded while it goes. It is UTF-8. */
export const STREAM_TEXT_TYPE = 'text/plain; charset=utf-8';

/**
 * Routes that answer with a stream of events of {@link STREAM_EVENTS_TYPE}.
 *
 * - Encoding takes the body of `/v1/prompts/encode` and answers
 *   `{"type":"chunk","text":"…"}` for each piece of the text, in order, then
 *   `{"type":"done", …}` with what `/v1/prompts/encode` answers, without `result`.
 * - Decoding takes the text itself, of {@link STREAM_TEXT_TYPE}, as it comes; its options `strict`
 *   (`true` or `false`) and `indent` stand in the query. It answers
 *   `{"type":"value","path":[…],"value":…}` for each value that is complete, such that setting each at
 *   its path gives the whole, then `{"type":"done", …}` with what `/v1/prompts/decode` answers,
 *   without `result`.
 *
 * A failure before the first event is an ordinary error response. After that it is the last line:
 * `{"type":"error","status_code":422,"error":{"code","message","details"?}}`. Events of an unknown
 * type are to be skipped. A stream whose last line is neither `done` nor `error` was cut off.
 *
 * An addition of this package to the API: a service may not have them.
 */
export const STREAM_ROUTES: Readonly<Record<KaizenStreamOperation, OperationRoute>> = {
  promptsEncode: {
    method: 'POST',
    path: '/v1/prompts/encode/stream',
    wireName: 'prompts.encode.stream',
  },
  promptsDecode: {
    method: 'POST',
    path: '/v1/prompts/decode/stream',
    wireName: 'prompts.decode.stream',
  },
};
