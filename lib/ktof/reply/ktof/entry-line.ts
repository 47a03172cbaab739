import type { SourceLine } from '../../decode/source-line.js';

const ENTRY = /^(?:[A-Za-z_$][\w$.-]*|"(?:[^"\\]|\\.)*")\s*:(?:\s|$)/;

/** Whether a line is `key: value` with a key that needs no quotes, or has them. */
export function isEntry({ content }: SourceLine): boolean {
  return ENTRY.test(content);
}
