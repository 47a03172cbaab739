import { isDeepStrictEqual } from 'node:util';

import { units } from '../tokens/measure.mjs';

const count = units.o200k_base;

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} style
 * @property {[before: number, after: number]} messages tokens of the contents, for callers who send a list
 * @property {[before: number, after: number]} result tokens of the whole request as one text
 * @property {boolean} exact whether the request came back, every string to the character
 */

/**
 * Encodes a request and brings it back.
 * @param {import('./requests.mjs').SentChat} sent
 * @returns {Promise<Row>}
 */
export async function measure({ name, style, request }, kaizen) {
  const { result, messages, meta } = await kaizen.promptsEncode({ prompt: request });
  const back = await kaizen.promptsDecode({
    ktof: result,
    replayMeta: JSON.parse(JSON.stringify(meta)),
  });
  return {
    name,
    style,
    messages: [contentTokens(request.messages), contentTokens(messages)],
    result: [count(JSON.stringify(request)), count(result)],
    exact: isDeepStrictEqual(back.result, request),
  };
}

function contentTokens(messages) {
  return messages.reduce((sum, { content }) => sum + (content === null ? 0 : count(content)), 0);
}
