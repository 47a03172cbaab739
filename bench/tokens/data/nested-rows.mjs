import { firstRows, readJson } from './sources.mjs';

/** Rows that hold objects and lists, rows with absent keys, and coordinate matrices. */
export const nestedRows = {
  family: 'nested or sparse rows',
  sets: [
    {
      name: 'countries with translations',
      source: 'world-countries countries.json',
      load: () => firstRows(readJson('world-countries/countries.json')),
    },
    {
      name: 'earthquake feed (GeoJSON points)',
      source: 'vega-datasets earthquakes.json',
      load: earthquakeFeed,
    },
    {
      name: 'indicators with absent neighbours',
      source: 'vega-datasets countries.json',
      load: () => firstRows(readJson('vega-datasets/data/countries.json')),
    },
    {
      name: 'browser release log, sparse',
      source: '@mdn/browser-compat-data browsers',
      load: releaseLog,
    },
    {
      name: 'package tree, sparse',
      source: 'vega-datasets flare.json',
      load: () => readJson('vega-datasets/data/flare.json'),
    },
    {
      name: 'boroughs (TopoJSON arcs)',
      source: 'vega-datasets londonBoroughs.json',
      load: () => readJson('vega-datasets/data/londonBoroughs.json'),
    },
    {
      name: 'country outline (GeoJSON polygon)',
      source: 'world-countries data/che.geo.json',
      load: () => readJson('world-countries/data/che.geo.json'),
    },
  ],
};

function earthquakeFeed() {
  const feed = readJson('vega-datasets/data/earthquakes.json');
  return { ...feed, features: firstRows(feed.features) };
}

/** Every browser's releases as one dated log, oldest first; what a browser does not record is absent. */
function releaseLog() {
  const { browsers } = readJson('@mdn/browser-compat-data/data.json');
  const entries = Object.entries(browsers).flatMap(([browser, { releases }]) =>
    Object.entries(releases).map(([version, release]) => ({ browser, version, ...release })),
  );
  return firstRows(entries.sort(byDate));
}

/** Undated releases come last; equal dates keep the package's order. */
function byDate(a, b) {
  return (a.release_date ?? '9999') < (b.release_date ?? '9999')
    ? -1
    : Number(a.release_date !== b.release_date);
}
