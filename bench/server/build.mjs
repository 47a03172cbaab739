/** The build to measure: `dist/`, or the folder that `KAIZEN_DIST` names. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { KAIZEN_DIST } = process.env;
const folder = KAIZEN_DIST
  ? pathToFileURL(`${KAIZEN_DIST}/`)
  : new URL('../../dist/', import.meta.url);

if (!existsSync(new URL('server.js', folder))) {
  console.error('dist/ is missing: run `npm run build` first.');
  process.exit(1);
}

export const { createKaizen } = await import(new URL('index.js', folder).href);
export const { serveKaizen } = await import(new URL('server.js', folder).href);
