import type { MediaSource } from '../../chat/part.js';

/** An image or a file as one address: its own, or a `data:` URL. */
export function urlOf(source: MediaSource): string {
  if (source.url !== undefined) return source.url;
  return `data:${source.mediaType ?? 'application/octet-stream'};base64,${base64Of(source) ?? ''}`;
}

/** The bytes in base64; `undefined` for one that is at an address. */
export function base64Of({ data }: MediaSource): string | undefined {
  if (data === undefined || typeof data === 'string') return data;
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
}

/** The bytes; `undefined` for one that is at an address. */
export function bytesOf({ data }: MediaSource): Uint8Array | undefined {
  return typeof data === 'string' ? Buffer.from(data, 'base64') : data;
}
