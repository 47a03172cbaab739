import { readFileSync } from 'node:fs';

/** This package's version, as its `package.json` says. */
export function packageVersion(): string {
  // Sources and build lie equally deep below the package's root.
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
