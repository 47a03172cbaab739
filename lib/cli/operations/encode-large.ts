import { StreamEncoder } from '../../engine/stream/stream-encoder.js';
import { engineOptions } from '../client/engine-options.js';
import type { Settings } from '../client/settings.js';
import { print } from '../output/write.js';

/**
 * Encodes a large value and prints it page by page: neither the text nor a second copy of it for the proof
 * that it reads back is ever in memory. The value is. Strings in it stay as they are.
 */
export async function encodeLarge(value: unknown, { options }: Settings): Promise<void> {
  const encoder = new StreamEncoder(engineOptions(options));
  const { pages } = await encoder.begin(value, undefined, undefined);
  for await (const page of pages) await print(page);
  await print('\n');
}
