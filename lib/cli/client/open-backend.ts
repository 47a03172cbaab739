import type { Backend } from './backend.js';
import type { Settings } from './settings.js';

/** Opens what the settings ask for, and loads no more than that. Close it. */
export async function openBackend({ options, given }: Settings): Promise<Backend> {
  if (options.transport === 'embedded') {
    const { EmbeddedBackend } = await import('./embedded-backend.js');
    return new EmbeddedBackend(options);
  }
  const { HttpBackend } = await import('./http-backend.js');
  return new HttpBackend(given, options.timeoutMs);
}

/** Works with a backend, and closes it however that ends. */
export async function withBackend<T>(
  settings: Settings,
  work: (backend: Backend) => Promise<T>,
): Promise<T> {
  const backend = await openBackend(settings);
  try {
    return await work(backend);
  } finally {
    await backend.close();
  }
}
