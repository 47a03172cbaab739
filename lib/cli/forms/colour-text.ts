import type { Paint } from '../output/terminal.js';

/** A line of indented JSON in colours: keys, texts, other values. */
export function colourJson(line: string, paint: Paint): string {
  const [, before = '', key = '', value = ''] =
    /^(\s*)("(?:[^"\\]|\\.)*": )?(.*)$/.exec(line) ?? [];
  const painted = value.startsWith('"') ? paint('green', value) : paint('yellow', value);
  return before + (key && paint('cyan', key)) + (value && painted);
}

/** A line of KTOF in colours: headers and keys, rows. */
export function colourKtof(line: string, paint: Paint): string {
  const [, before = '', key = '', value = ''] =
    /^(\s*)([^\s:][^:]*:(?= |$))?(.*)$/.exec(line) ?? [];
  return before + (key && paint('cyan', key)) + (value && paint('green', value));
}
