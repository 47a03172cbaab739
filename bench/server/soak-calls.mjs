/** The sound half of the soak: every operation by our own client, each answer checked against the prompt. */
import assert from 'node:assert/strict';
import { prompts, promptsOf } from './prompts.mjs';

const pool = prompts();
const rows = promptsOf('rows');
const pick = (list) => list[Math.floor(Math.random() * list.length)];

async function* chunksOf(text, size = 100) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

/** What is called, and how often compared with the others. Each throws where an answer is not right. */
export const CALLS = {
  async 'prompts there and back'(kaizen) {
    const prompt = pick(pool);
    const { result: ktof, meta: replayMeta } = await kaizen.promptsEncode({ prompt });
    const decoded = await kaizen.promptsDecode({ ktof, replayMeta });
    assert.deepEqual(decoded.result, prompt);
  },
  async 'data there and back'(kaizen) {
    const data = pick(rows);
    const { result } = await kaizen.compress({ data });
    assert.deepEqual((await kaizen.decompress({ data: result })).result, data);
  },
  async 'requests and replies'(kaizen) {
    const tokenModels = ['gpt-4o'];
    const { result } = await kaizen.optimizeRequest({ prompt: pick(rows), tokenModels });
    await kaizen.optimizeResponse({ ktof: result });
    await kaizen.optimize({ data: pick(rows), tokenModels });
  },
  async 'stored prompts'(kaizen) {
    const prompt = pick(pool);
    const { payloadId } = await kaizen.promptsEncode({ prompt, store: true });
    assert.deepEqual((await kaizen.promptsDecode({ ktof: payloadId })).result, prompt);
  },
  async batches(kaizen) {
    const payloads = Array.from({ length: 50 }, () => ({ prompt: pick(pool) }));
    const { items, errors } = await kaizen.promptsEncodeBatch(payloads);
    if (errors.length > 0) throw errors[0].error;
    assert.equal(items.length, payloads.length);
  },
  async streams(kaizen) {
    const prompt = pick(rows);
    let ktof = '';
    for await (const event of kaizen.promptsEncodeStream({ prompt })) ktof += event.text ?? '';
    let last;
    for await (const event of kaizen.promptsDecodeStream(chunksOf(ktof))) last = event;
    assert.deepEqual(last.result, prompt);
  },
  async health(kaizen) {
    assert.equal((await kaizen.health()).status, 'ok');
  },
};
