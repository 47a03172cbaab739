/** Words and marks that mean something in YAML which this package does not read. */
const UNREAD = /^(?:[&*!|>%@`]|(?:yes|no|on|off|y|n)$|[+.]?\d[\d_]*[_xo]|[+-]?\.|0\d)/i;
const BULLETS = /^(?:- +)*/;
const KEY = /^[^\s:"'{[][^:]*:(?= |$)/;

/** Whether YAML may give another value than KTOF for some line of a text. */
export function differsInYaml(text: string): boolean {
  return text.split('\n').some((line) => lineDiffers(line.trim()));
}

function lineDiffers(line: string): boolean {
  if (line === '' || line.startsWith('#')) return false;
  if (line.startsWith('---') || line.startsWith('...') || /\s#/.test(line)) return true;
  const entry = line.slice(BULLETS.exec(line)![0].length);
  const value = entry.slice(KEY.exec(entry)?.[0].length ?? 0).trim();
  return value === '' || value === '~' || value.startsWith("'") || UNREAD.test(value);
}

/** A scalar of YAML: text that KTOF reads alike, or the string that it is. */
export type YamlScalar = { readonly bare: string } | { readonly string: string };

/** Reads a scalar of YAML. Undefined where its value cannot be known. */
export function yamlScalar(raw: string): YamlScalar | undefined {
  if (raw.startsWith("'")) return singleQuoted(raw);
  if (raw.startsWith('"')) return { bare: raw };
  const comment = raw.search(/\s#/);
  const text = (comment < 0 ? raw : raw.slice(0, comment)).trim();
  if (text === '' || text === '~') return { bare: 'null' };
  return UNREAD.test(text) ? undefined : { bare: text };
}

function singleQuoted(raw: string): YamlScalar | undefined {
  const match = /^'((?:[^']|'')*)'\s*(?:#.*)?$/.exec(raw);
  return match ? { string: match[1]!.replaceAll("''", "'") } : undefined;
}
