import { withBackend } from '../client/open-backend.js';
import { readSettings } from '../client/settings.js';
import { paintFor } from '../output/terminal.js';
import { print, printJson } from '../output/write.js';
import type { ReadFlags } from '../support/option-flags.js';

/** Asks for the health, and prints it with who answered and how long that took. */
export async function health(flags: ReadFlags): Promise<void> {
  const settings = await readSettings(flags);
  const { transport, baseUrl } = settings.options;
  const { answer, tookMs } = await withBackend(settings, async (backend) => {
    const began = performance.now();
    const given = await backend.execute('health', {});
    return { answer: given, tookMs: Math.round(performance.now() - began) };
  });
  const who = transport === 'http' ? new URL(baseUrl).host : 'the engine in this process';
  if (flags['json'] === true) return printJson({ ...answer, tookMs });
  const status = answer.status ?? 'ok';
  await print(`${paintFor(process.stdout)('green', status)}  ${who}  ${tookMs} ms\n`);
}
