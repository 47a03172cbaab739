import { CliFailure } from '../cli-failure.js';
import { EXIT_CODE } from '../exit-code.js';
import { type Input, unreadable } from './open-input.js';

/** A text of at least this size is worked on in pieces where that can be, in bytes. */
export const LARGE_BYTES = 8 * 1024 * 1024;

/** An input that is there as a whole, or that goes on behind what was read of it. */
export type Beginning =
  | { readonly text: string; readonly rest?: undefined }
  | { readonly text?: undefined; readonly rest: AsyncIterable<Uint8Array> };

/**
 * Reads an input as UTF-8.
 *
 * @throws {@link CliFailure} when it cannot be read, is not UTF-8, or is longer than a string can be.
 */
export async function readText(input: Input): Promise<string> {
  const { text } = await readBeginning(input, Number.POSITIVE_INFINITY);
  return text ?? '';
}

/** Reads an input as UTF-8 if it is no longer than a limit; of a longer one, nothing is lost. */
export async function readBeginning(input: Input, limit: number): Promise<Beginning> {
  const chunks: Uint8Array[] = [];
  const iterator = input.chunks[Symbol.asyncIterator]();
  let bytes = 0;
  for (;;) {
    const { value, done } = await next(input, iterator);
    if (done) return { text: decode(chunks, input.name) };
    chunks.push(value);
    bytes += value.byteLength;
    if (bytes > limit) return { rest: follow(chunks, input, iterator) };
  }
}

async function* follow(
  chunks: Uint8Array[],
  input: Input,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  while (chunks.length > 0) yield chunks.shift()!;
  for (;;) {
    const { value, done } = await next(input, iterator);
    if (done) return;
    yield value;
  }
}

async function next(
  { name }: Input,
  iterator: AsyncIterator<Uint8Array>,
): Promise<IteratorResult<Uint8Array, undefined>> {
  try {
    return (await iterator.next()) as IteratorResult<Uint8Array, undefined>;
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

function decode(chunks: Uint8Array[], name: string): string {
  const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  chunks.length = 0;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const isLong = bytes.byteLength > 2 ** 29 - 24;
    const remedy = isLong
      ? 'It is longer than the 512 MiB that a string can have. Part it, such as into lines for batch.'
      : 'It is not UTF-8. Convert it first, such as with iconv -t UTF-8.';
    throw new CliFailure(`${name}: ${remedy}`, EXIT_CODE.badInput, { cause });
  }
}
