import type { DecodeOptionsDto } from '../../contract/requests/decode-options.dto.js';
import type { EncodeOptionsDto } from '../../contract/requests/encode-options.dto.js';
import type { KaizenOptions } from '../../options/kaizen-options.js';

/** How requests are to be written, for a service too; `undefined` when nothing was said. */
export function encodeOptionsOf({
  profile,
  delimiter,
  indent,
  lengthMarker,
}: KaizenOptions): EncodeOptionsDto | undefined {
  return filled({ profile, delimiter, indent, lengthMarker });
}

/** How a text is to be read; `undefined` when nothing was said. */
export function decodeOptionsOf(
  { indent }: KaizenOptions,
  isStrict: boolean,
): DecodeOptionsDto | undefined {
  return filled({ indent, strict: isStrict ? undefined : false });
}

function filled<T extends object>(options: T): T | undefined {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : (Object.fromEntries(given) as T);
}
