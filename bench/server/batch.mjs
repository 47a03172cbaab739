/** A thousand prompts by our own client: one call after the other, all at once, and as a batch. */
import { createKaizen } from './build.mjs';
import { prompts } from './prompts.mjs';
import { startService } from './start.mjs';

const COUNT = 1000;
/** Rounds before it counts: the threads of the server begin cold. */
const WARM_UP = 4;

/** How each way gets its prompts encoded. */
const WAYS = {
  async sequential(kaizen, payloads) {
    for (const payload of payloads) await kaizen.promptsEncode(payload);
  },
  async concurrent(kaizen, payloads) {
    await Promise.all(payloads.map((payload) => kaizen.promptsEncode(payload)));
  },
  async batch(kaizen, payloads) {
    const { errors } = await kaizen.promptsEncodeBatch(payloads);
    if (errors.length > 0) throw new Error(`${errors.length} items of the batch failed`);
  },
};

/** @returns Rounds of milliseconds by the way. */
export async function batch(adapter, rounds) {
  const service = await startService('kaizen', adapter);
  const kaizen = createKaizen({ baseUrl: service.url, apiKey: 'bench-key' });
  const payloads = prompts(COUNT).map((prompt) => ({ prompt }));
  const results = [];
  for (let round = -WARM_UP; round < rounds; round++) {
    const times = {};
    for (const [name, run] of Object.entries(WAYS)) {
      const began = performance.now();
      await run(kaizen, payloads);
      times[name] = performance.now() - began;
    }
    if (round >= 0) results.push(times);
  }
  await kaizen.close();
  service.stop();
  return results;
}
