import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Real data as an app would put it into a prompt. */
export interface DataSet {
  readonly name: string;
  readonly data: unknown;
}

const require = createRequire(import.meta.url);

/** Reads a JSON file of a package, by its path from the package's main file. */
function readJson(packageName: string, file: string): unknown {
  const folder = path.dirname(require.resolve(packageName));
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
}

/** Five data sets, from flat rows to deeply nested documents. */
export function loadDataSets(): DataSet[] {
  const movies = readJson('vega-datasets', '../data/movies.json') as unknown[];
  const earthquakes = readJson('vega-datasets', '../data/earthquakes.json') as {
    features: unknown[];
  };
  const countries = readJson('world-countries', 'countries.json') as unknown[];
  const compat = readJson('@mdn/browser-compat-data', 'data.json') as {
    api: Record<string, unknown>;
  };
  return [
    { name: 'cars (406 rows)', data: readJson('vega-datasets', '../data/cars.json') },
    { name: 'movies (500 rows with gaps)', data: movies.slice(0, 500) },
    { name: 'earthquakes (200 GeoJSON features)', data: earthquakes.features.slice(0, 200) },
    { name: 'countries (50 nested records)', data: countries.slice(0, 50) },
    { name: 'browser support of Request (nested)', data: compat.api['Request'] },
  ];
}
