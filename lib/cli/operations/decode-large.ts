import type { DecodeOptions } from '../../ktof/decode-options.js';
import { decodeStream } from '../../ktof/stream/decode-stream.js';
import { JsonWriter } from '../output/json-writer.js';
import { print } from '../output/write.js';

/** How many characters are printed at a time. */
const PAGE = 65_536;

/**
 * Decodes a large text and prints it as JSON while it comes: memory holds the longest row, whatever the
 * length of the text. A fault is told where it stands; what was printed before it has been printed.
 */
export async function decodeLarge(
  chunks: AsyncIterable<Uint8Array>,
  options: DecodeOptions,
): Promise<void> {
  const writer = new JsonWriter();
  let page = '';
  for await (const event of decodeStream(chunks, { ...options, collect: false })) {
    page += event.type === 'value' ? writer.add(event) : `${writer.end()}\n`;
    if (page.length < PAGE) continue;
    await print(page);
    page = '';
  }
  await print(page);
}
