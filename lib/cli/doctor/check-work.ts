import { KaizenTimeoutError } from '../../errors/timeout.error.js';
import { openBackend } from '../client/open-backend.js';
import type { Settings } from '../client/settings.js';
import { failedWith, type Finding, ok } from './finding.js';
import { redactUrl } from './redact-url.js';

const SAMPLE = {
  users: [
    { id: 1, name: 'Ada' },
    { id: 2, name: 'Grace' },
  ],
};

/** Whether the work is done where the settings say: an encode here, the health of a service. */
export async function checkWork(settings: Settings): Promise<Finding[]> {
  const { transport, baseUrl } = settings.options;
  const engine = await checkEngine({
    ...settings,
    options: Object.create(settings.options, {
      transport: { value: 'embedded' },
    }) as Settings['options'],
  });
  if (transport === 'embedded') return [engine, ok('Service', 'none is asked: no key, no address')];
  return [engine, await checkService(settings, redactUrl(baseUrl))];
}

async function checkEngine(settings: Settings): Promise<Finding> {
  try {
    const backend = await openBackend(settings);
    const { result } = await backend.execute('promptsEncode', { prompt: SAMPLE });
    const back = await backend.execute('promptsDecode', { ktof: String(result) });
    const isSame = JSON.stringify(back.result) === JSON.stringify(SAMPLE);
    if (isSame) return ok('Engine', 'encodes and decodes');
    return failedWith('Engine', 'A sample came back changed. Please report this.');
  } catch (error) {
    return failedWith('Engine', error);
  }
}

async function checkService(settings: Settings, url: string): Promise<Finding> {
  const began = performance.now();
  try {
    const backend = await openBackend(settings);
    try {
      const { status = 'ok' } = await backend.execute('health', {});
      return ok(
        'Service',
        `${url} says ${status} after ${Math.round(performance.now() - began)} ms`,
      );
    } finally {
      await backend.close();
    }
  } catch (error) {
    const isSlow = error instanceof KaizenTimeoutError;
    const finding = failedWith('Service', error);
    const remedy = isSlow ? `${finding.remedy} A larger --timeout may help.` : finding.remedy!;
    return { ...finding, found: `${url}: ${finding.found}`, remedy, isRemote: true };
  }
}
