/**
 * Writes `docs/openapi.json`, the committed copy of the API's description, from the build. A test
 * compares the two; `npm run openapi` after a change of the API brings it up to date.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as prettier from 'prettier';
import { openApiDocument } from '../dist/server.js';

const file = path.resolve(import.meta.dirname, '..', 'docs', 'openapi.json');
const options = await prettier.resolveConfig(file);
const text = JSON.stringify(openApiDocument(), null, 2);
await writeFile(file, await prettier.format(text, { ...options, parser: 'json' }));
