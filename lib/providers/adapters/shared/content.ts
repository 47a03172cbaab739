import type { SentPart } from '../../chat/part.js';

type Content = string | readonly SentPart[] | undefined;

/** The parts of a content; a text is one part, an empty one none. */
export function partsOf(content: Content): readonly SentPart[] {
  if (typeof content !== 'string') return content ?? [];
  return content === '' ? [] : [{ type: 'text', text: content }];
}

/** The texts of a content in one, for a vendor that takes nothing else there. */
export function textOf(content: Content): string {
  return partsOf(content)
    .map((part) => (part.type === 'text' ? part.text : ''))
    .filter((text) => text !== '')
    .join('\n');
}

/** A text where the content is one, else each part in the vendor's words. */
export function textOrParts<T>(
  content: string | readonly SentPart[],
  write: (part: SentPart) => T,
): string | T[] {
  return typeof content === 'string' ? content : content.map(write);
}
